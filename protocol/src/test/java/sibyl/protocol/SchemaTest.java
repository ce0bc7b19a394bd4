package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.BatchMode;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.TickBand;
import sibyl.protocol.sbe.BatchModeCode;
import sibyl.protocol.sbe.CancelOrdersDecoder;
import sibyl.protocol.sbe.ConvertSharesDecoder;
import sibyl.protocol.sbe.CreateEventDecoder;
import sibyl.protocol.sbe.EventFrameDecoder;
import sibyl.protocol.sbe.FlagCode;
import sibyl.protocol.sbe.MarketKindCode;
import sibyl.protocol.sbe.MarketModeCode;
import sibyl.protocol.sbe.MessageHeaderDecoder;
import sibyl.protocol.sbe.PlaceOrderDecoder;
import sibyl.protocol.sbe.PlaceOrdersDecoder;
import sibyl.protocol.sbe.PostingDecoder;
import sibyl.protocol.sbe.PostingReasonCode;
import sibyl.protocol.sbe.SetRecipeDecoder;
import sibyl.protocol.sbe.SideCode;
import sibyl.protocol.sbe.SnapshotBeginDecoder;
import sibyl.protocol.sbe.SnapshotChunkDecoder;
import sibyl.protocol.sbe.SnapshotEndDecoder;
import sibyl.protocol.sbe.TimeInForceCode;

/**
 * What we write is what the schema says: a reader that has only the schema, in any language, reads
 * it with generated code alone. The parts we lay out by hand are what is in question.
 */
class SchemaTest {
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final CommandEncoder commands = new CommandEncoder();
  private final CommandHeader sender = new CommandHeader().set(0, 1, 2, 3);

  @Test
  void generatedCodeAloneReadsAnOrderWithItsTexts() {
    PlaceOrder order = new PlaceOrder();
    order.account = 16;
    order.side = Side.SELL;
    order.timeInForce = TimeInForce.FOK;
    order.price = 4_200;
    order.reduceOnly = true;
    order.clientOrderId.set("order-\u20AC");
    order.message.set("for you");
    commands.placeOrder(sender, order);

    PlaceOrderDecoder read =
        new PlaceOrderDecoder().wrapAndApplyHeader(commands.buffer(), 0, header);

    assertThat(read.sender().origin()).isEqualTo(1);
    assertThat(read.sender().correlation()).isEqualTo(2);
    assertThat(read.sender().actor()).isEqualTo(3);
    assertThat(read.terms().account()).isEqualTo(16);
    assertThat(read.terms().side()).isEqualTo(SideCode.SELL);
    assertThat(read.terms().timeInForce()).isEqualTo(TimeInForceCode.FOK);
    assertThat(read.terms().price()).isEqualTo(4_200);
    assertThat(read.terms().flags().reduceOnly()).isTrue();
    assertThat(read.terms().flags().postOnly()).isFalse();
    assertThat(read.clientOrderId()).isEqualTo("order-\u20AC");
    assertThat(read.message()).isEqualTo("for you");
    assertThat(read.limit()).isEqualTo(commands.length());
  }

  @Test
  void generatedCodeAloneReadsAnEventWithItsMarkets() {
    MarketSpec first =
        new MarketSpec("A", 10_000, 100, 50, MarketMode.LMSR, 7_000, FeeKind.FLAT, 20, 10);
    MarketSpec second =
        new MarketSpec(
            "B\u20AC",
            10_000,
            100,
            100,
            MarketMode.BOOK,
            0,
            FeeKind.NONE,
            0,
            0,
            new MarketRules(
                MarketKind.ASSET,
                List.of(new TickBand(100, 1), new TickBand(500, 10)),
                700,
                60_000,
                true,
                0));
    commands.createEvent(
        sender, new CreateEvent("t", "d", "", "r", "s", 99, true, List.of(first, second), 88));

    CreateEventDecoder read =
        new CreateEventDecoder().wrapAndApplyHeader(commands.buffer(), 0, header);
    List<String> titles = new ArrayList<>();
    List<MarketModeCode> modes = new ArrayList<>();
    List<MarketKindCode> kinds = new ArrayList<>();
    List<String> bands = new ArrayList<>();
    for (CreateEventDecoder.MarketsDecoder market : read.markets()) {
      modes.add(market.terms().mode());
      kinds.add(market.terms().kind());
      for (CreateEventDecoder.MarketsDecoder.BandsDecoder band : market.bands()) {
        bands.add(band.below() + ": " + band.bandTick());
      }
      titles.add(market.marketTitle());
    }

    assertThat(read.closeAtMs()).isEqualTo(99);
    assertThat(read.openAtMs()).isEqualTo(88);
    assertThat(read.exclusive()).isEqualTo(FlagCode.YES);
    assertThat(titles).containsExactly("A", "B\u20AC");
    assertThat(modes).containsExactly(MarketModeCode.LMSR, MarketModeCode.BOOK);
    assertThat(kinds).containsExactly(MarketKindCode.BINARY, MarketKindCode.ASSET);
    assertThat(bands).containsExactly("100: 1", "500: 10");
    assertThat(read.title()).isEqualTo("t");
    assertThat(read.description()).isEqualTo("d");
    assertThat(read.category()).isEmpty();
    assertThat(read.rules()).isEqualTo("r");
    assertThat(read.source()).isEqualTo("s");
    assertThat(read.image()).isEmpty();
    assertThat(read.limit()).isEqualTo(commands.length());
  }

  @Test
  void generatedCodeAloneReadsABatchOfOrders() {
    PlaceOrders orders = new PlaceOrders();
    orders.account = 16;
    orders.mode = BatchMode.BASKET;
    orders.clientOrderId.set("all of it");
    orders.add().clientOrderId.set("one");
    orders.add().message.set("two");
    commands.placeOrders(sender.key(4, 5, 6), orders);

    PlaceOrdersDecoder read =
        new PlaceOrdersDecoder().wrapAndApplyHeader(commands.buffer(), 0, header);
    List<String> texts = new ArrayList<>();
    for (PlaceOrdersDecoder.OrdersDecoder order : read.orders()) {
      assertThat(order.terms().account()).isEqualTo(16);
      texts.add(order.clientOrderId() + "/" + order.message());
    }

    assertThat(read.sender().keyHigh()).isEqualTo(4);
    assertThat(read.sender().keyLow()).isEqualTo(5);
    assertThat(read.sender().bodyHash()).isEqualTo(6);
    assertThat(read.mode()).isEqualTo(BatchModeCode.BASKET);
    assertThat(texts).containsExactly("one/", "/two");
    assertThat(read.commonClientOrderId()).isEqualTo("all of it");
    assertThat(read.limit()).isEqualTo(commands.length());
  }

  @Test
  void generatedCodeAloneReadsListsOfNumbers() {
    CancelOrders cancels = new CancelOrders();
    cancels.orders.add(7);
    cancels.orders.add(8);
    commands.cancelOrders(sender, cancels);
    CancelOrdersDecoder canceled =
        new CancelOrdersDecoder().wrapAndApplyHeader(commands.buffer(), 0, header);
    List<Long> numbers = new ArrayList<>();
    canceled.orders().forEach(order -> numbers.add(order.order()));
    assertThat(numbers).containsExactly(7L, 8L);
    assertThat(canceled.limit()).isEqualTo(commands.length());

    commands.convertShares(sender, new ConvertShares(16, 1, List.of(5L, 6L), 100));
    ConvertSharesDecoder converted =
        new ConvertSharesDecoder().wrapAndApplyHeader(commands.buffer(), 0, header);
    converted.markets().forEach(market -> numbers.add(market.market()));
    assertThat(numbers).endsWith(5L, 6L);
    assertThat(converted.limit()).isEqualTo(commands.length());

    commands.setRecipe(sender, new SetRecipe(9, List.of(new Ingredient(10, 250))));
    SetRecipeDecoder recipe =
        new SetRecipeDecoder().wrapAndApplyHeader(commands.buffer(), 0, header);
    for (SetRecipeDecoder.IngredientsDecoder ingredient : recipe.ingredients()) {
      assertThat(ingredient.ingredient()).isEqualTo(10);
      assertThat(ingredient.quantity()).isEqualTo(250);
    }
    assertThat(recipe.limit()).isEqualTo(commands.length());
  }

  @Test
  void generatedCodeAndALengthBeforeEachEventReadAFrame() {
    Frames frames = new Frames();
    EventEncoder encoder = new EventEncoder(frames);
    encoder.onCommand(1, 2, 3, 4);
    encoder.onPosting(8, 16, 0, -5, 95, 1, PostingReason.FEE);
    encoder.onPosting(9, 2, 0, 5, 5, 0, PostingReason.FEE);
    encoder.onCommandEnd(9);
    UnsafeBuffer frame = new UnsafeBuffer(frames.list().getFirst());

    EventFrameDecoder read = new EventFrameDecoder().wrapAndApplyHeader(frame, 0, header);
    int first = read.limit();
    PostingDecoder posting = new PostingDecoder().wrapAndApplyHeader(frame, first + 2, header);

    assertThat(read.firstSeq()).isEqualTo(8);
    assertThat(read.lastSeq()).isEqualTo(9);
    assertThat(read.flags().beginsCommand()).isTrue();
    assertThat(read.flags().endsCommand()).isTrue();
    assertThat(posting.amount()).isEqualTo(-5);
    assertThat(posting.reason()).isEqualTo(PostingReasonCode.FEE);
    assertThat(first + 2 + frame.getShort(first)).isEqualTo(posting.limit());
    assertThat(posting.limit() + 2 + frame.getShort(posting.limit())).isEqualTo(frame.capacity());
  }

  @Test
  void generatedCodeAloneReadsASnapshot() {
    List<UnsafeBuffer> messages = new ArrayList<>();
    SnapshotEncoder encoder =
        new SnapshotEncoder(
            (buffer, offset, length) -> {
              byte[] message = new byte[length];
              buffer.getBytes(offset, message);
              messages.add(new UnsafeBuffer(message));
            });
    encoder.begin(1, 2, 3);
    encoder.putLong(4);
    encoder.putInt(5);
    encoder.end();

    SnapshotBeginDecoder begin =
        new SnapshotBeginDecoder().wrapAndApplyHeader(messages.get(0), 0, header);
    SnapshotChunkDecoder chunk =
        new SnapshotChunkDecoder().wrapAndApplyHeader(messages.get(1), 0, header);
    SnapshotEndDecoder end =
        new SnapshotEndDecoder().wrapAndApplyHeader(messages.get(2), 0, header);

    assertThat(begin.seq()).isEqualTo(2);
    assertThat(chunk.index()).isZero();
    assertThat(chunk.valuesLength()).isEqualTo(12);
    assertThat(end.chunks()).isEqualTo(1);
    assertThat(end.values()).isEqualTo(2);
  }
}
