package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;

class CommandRoundTripTest {
  private static final MarketSpec MARKET =
      new MarketSpec("Yes?", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);

  private final CommandEncoder encoder = new CommandEncoder();
  private final CommandDecoder decoder = new CommandDecoder();
  private final CommandHeader header = new CommandHeader();
  private final Calls decoded = new Calls();

  @Test
  void everyCommandComesBackWithEveryField() {
    RandomValues values = new RandomValues(20_261_121);
    List<String> sent = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      for (Method command : Values.commands()) {
        Object[] arguments = values.arguments(command);
        sent.add(Calls.describe(command, arguments));
        Values.call(encoder, command, arguments);

        assertThat(decode()).as(command.getName()).isTrue();
      }
    }
    assertThat(decoded.list()).isEqualTo(sent);
  }

  @Test
  void logTimeIsTheReadersAndNotOnTheWire() {
    encoder.settleMarket(
        new CommandHeader().set(111, 1, 2, 3), new sibyl.engine.command.SettleMarket(5));
    header.timeMs = 999;

    assertThat(decode()).isTrue();

    assertThat(header.timeMs).isEqualTo(999);
    assertThat(header.origin).isEqualTo(1);
    assertThat(header.correlation).isEqualTo(2);
    assertThat(header.actor).isEqualTo(3);
  }

  @Test
  void textOfTheGreatestLengthIsCarriedWhateverItsCharacters() {
    PlaceOrder order = new PlaceOrder();
    order.clientOrderId.set("\uD83D\uDE00".repeat(PlaceOrder.CLIENT_ORDER_ID_MAX));
    order.message.set("\uD83D\uDE00".repeat(PlaceOrder.MESSAGE_MAX));
    encoder.placeOrder(header, order);

    assertThat(decode()).isTrue();

    assertThat(decoded.list().getFirst()).contains(order.message.toString());
  }

  @Test
  void textWithOneCharacterTooManyIsRefusedAndLeavesNothingToSend() {
    PlaceOrder order = new PlaceOrder();
    encoder.placeOrder(header, order);
    order.clientOrderId.set("x".repeat(PlaceOrder.CLIENT_ORDER_ID_MAX + 1));

    assertThatThrownBy(() -> encoder.placeOrder(header, order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("client order id has 37 characters, at most 36 are allowed");
    assertThat(encoder.length()).isZero();
  }

  @Test
  void textWithTheCharacterThatDatabasesRefuseIsRefused() {
    assertThatThrownBy(() -> encoder.proposeResolution(header, new ProposeResolution(1, 0, "a\0b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("evidence is not well-formed text");
    assertThat(encoder.length()).isZero();
  }

  @Test
  void commandThatWouldNotFitIntoAFrameIsRefused() {
    String wide = "\uD83D\uDE00".repeat(TextLimits.DESCRIPTION_MAX);
    CreateEvent tooMuch = new CreateEvent("t", wide, "c", wide, "s", 0, false, List.of(MARKET));

    assertThatThrownBy(() -> encoder.createEvent(header, tooMuch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too much text");
    assertThat(encoder.length()).isZero();
  }

  @Test
  void eventWithTheMostMarketsFitsAndOneMoreIsRefused() {
    List<MarketSpec> most = Collections.nCopies(TextLimits.MARKETS_MAX, MARKET);
    encoder.createEvent(header, new CreateEvent("t", "d", "c", "r", "s", 0, true, most));
    assertThat(decode()).isTrue();

    List<MarketSpec> more = Collections.nCopies(TextLimits.MARKETS_MAX + 1, MARKET);
    assertThatThrownBy(
            () ->
                encoder.createEvent(
                    header, new CreateEvent("t", "d", "c", "r", "s", 0, true, more)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("257 markets, at most 256 are allowed");
  }

  private boolean decode() {
    return decoder.decode(encoder.buffer(), 0, encoder.length(), header, decoded.commands());
  }
}
