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
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SetRecipe;

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
    assertThat(header.hasKey()).isFalse();
  }

  @Test
  void keyOfOneCommandIsNotThatOfTheNext() {
    CommandHeader keyed = new CommandHeader().set(0, 1, 2, 3).key(4, 5, 6);
    encoder.cancelOrder(keyed, new CancelOrder());
    assertThat(decode()).isTrue();
    assertThat(header.keyHigh).isEqualTo(4);
    assertThat(header.keyLow).isEqualTo(5);
    assertThat(header.bodyHash).isEqualTo(6);

    encoder.cancelOrder(keyed.set(0, 1, 3, 3), new CancelOrder());
    assertThat(decode()).isTrue();
    assertThat(header.hasKey()).isFalse();
    assertThat(header.bodyHash).isZero();
  }

  @Test
  void ordersOfOneCommandDoNotLeakIntoTheNext() {
    PlaceOrders two = new PlaceOrders();
    two.clientOrderId.set("basket");
    two.add().message.set("for you");
    two.add().postOnly = true;
    encoder.placeOrders(header, two);
    assertThat(decode()).isTrue();

    PlaceOrders one = new PlaceOrders();
    one.add();
    encoder.placeOrders(header, one);
    assertThat(decode()).isTrue();
    encoder.cancelOrders(header, new CancelOrders());
    assertThat(decode()).isTrue();

    assertThat(decoded.list().get(1))
        .doesNotContain("basket", "for you", "postOnly=true")
        .containsOnlyOnce("reduceOnly");
    assertThat(decoded.list().getLast()).contains("orders=[]");
  }

  /** The plainest of alphabets fits whatever the texts; only wide characters can be too much. */
  @Test
  void fiftyOrdersWithTheLongestTextsFitAndAreRefusedWhenEveryCharacterIsWide() {
    encoder.placeOrders(header, fiftyOrders("x"));
    assertThat(decode()).isTrue();
    assertThat(encoder.length()).isLessThan(CommandEncoder.MAX_LENGTH);

    assertThatThrownBy(() -> encoder.placeOrders(header, fiftyOrders("\uD83D\uDE00")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("message longer than 24576 bytes: too much text");
    assertThat(encoder.length()).isZero();
  }

  @Test
  void fiftyOrderNumbersFit() {
    CancelOrders cancels = new CancelOrders();
    MergeOrders merge = new MergeOrders();
    for (int i = 0; i < OrderNumbers.MAX; i++) {
      cancels.orders.add(i);
      merge.orders.add(i);
    }
    encoder.cancelOrders(header, cancels);
    assertThat(decode()).isTrue();
    encoder.mergeOrders(header, merge);
    assertThat(decode()).isTrue();
  }

  @Test
  void longerListThanItsReaderTakesIsRefused() {
    SetRecipe recipe = new SetRecipe(1, Collections.nCopies(51, new Ingredient(2, 100)));
    assertThatThrownBy(() -> encoder.setRecipe(header, recipe))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("51 ingredients, at most 50 are allowed");

    ConvertShares convert = new ConvertShares(16, 1, Collections.nCopies(257, 1L), 100);
    assertThatThrownBy(() -> encoder.convertShares(header, convert))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("257 markets, at most 256 are allowed");
    assertThat(encoder.length()).isZero();
  }

  private static PlaceOrders fiftyOrders(String character) {
    PlaceOrders orders = new PlaceOrders();
    for (int i = 0; i < PlaceOrders.MAX; i++) {
      PlaceOrder order = orders.add();
      order.clientOrderId.set(character.repeat(PlaceOrder.CLIENT_ORDER_ID_MAX));
      order.message.set(character.repeat(PlaceOrder.MESSAGE_MAX));
    }
    return orders;
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
  void whatAnEditDoesNotStateIsNotOnTheWire() {
    EditEvent edit =
        new EditEvent(
            7, null, "d", null, "", null, null, EditEvent.SAME_TIME, List.of(), "misspelled");
    encoder.editEvent(header, edit);

    assertThat(decode()).isTrue();

    assertThat(decoded.list().getLast()).contains(edit.toString());
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
