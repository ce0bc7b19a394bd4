package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import sibyl.engine.CloseReason;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;

/** Orders come and go without garbage, so the log's thread never waits for a collector. */
class AllocationTest {
  private static final int ROUNDS = 50_000;

  /** Less than one small object for every hundredth round: what the test itself may cost. */
  private static final long MOST_BYTES = 16L * ROUNDS / 100;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final AmendOrder amend = new AmendOrder();
  private final PlaceOrders orders = new PlaceOrders();
  private final CancelOrders cancels = new CancelOrders();
  private final MergeOrders merge = new MergeOrders();
  private final Rejection rejection = new Rejection();
  private final Trade trade = new Trade();
  private final Quote quote = new Quote();

  AllocationTest() {
    order.clientOrderId.set("a-client-order-id-\u20AC");
    order.message.set("a message to the counterparty");
    for (int i = 0; i < 3; i++) {
      orders.add().clientOrderId.set(order.clientOrderId);
      cancels.orders.add(i);
      merge.orders.add(i);
    }
  }

  @Test
  void commandsOfTheOrderPath() {
    CommandEncoder encoder = new CommandEncoder();
    CommandEncoder again = new CommandEncoder();
    CommandDecoder decoder = new CommandDecoder();

    assertAllocatesNothing(
        () -> {
          for (int command = 0; command < 8; command++) {
            send(command, encoder);
            decoder.decode(encoder.buffer(), 0, encoder.length(), header, again);
          }
        });
    assertThat(again.length()).isEqualTo(encoder.length()).isPositive();
  }

  @Test
  void malformedCommands() {
    CommandEncoder encoder = new CommandEncoder();
    CommandEncoder again = new CommandEncoder();
    CommandDecoder decoder = new CommandDecoder();
    encoder.placeOrder(header, order);

    assertAllocatesNothing(
        () -> decoder.decode(encoder.buffer(), 0, encoder.length() - 1, header, again));
    assertThat(decoder.defect()).isEqualTo(Defect.TRUNCATED);
  }

  @Test
  void eventsOfTheOrderPath() {
    long[] frames = {0};
    EventEncoder again = new EventEncoder((buffer, offset, length, first, last) -> frames[0]++);
    EventDecoder decoder = new EventDecoder();
    FrameSeal seal = new FrameSeal();
    EventEncoder encoder =
        new EventEncoder(
            (buffer, offset, length, first, last) -> {
              seal.seal(buffer, offset, length);
              decoder.decode(buffer, offset, length, again);
            });
    long[] seq = {0};

    assertAllocatesNothing(() -> seq[0] = happen(encoder, seq[0]));
    assertThat(frames[0]).isEqualTo(2L * ROUNDS);
  }

  private void send(int command, CommandHandler commands) {
    switch (command) {
      case 0 -> commands.placeOrder(header, order);
      case 1 -> commands.cancelOrder(header, cancel);
      case 2 -> commands.amendOrder(header, amend);
      case 3 -> commands.placeOrders(header, orders);
      case 4 -> commands.quoteOrders(header, orders);
      case 5 -> commands.cancelOrders(header, cancels);
      case 6 -> commands.mergeOrders(header, merge);
      default -> commands.quote(header, order);
    }
  }

  private long happen(EventHandler events, long lastSeq) {
    long seq = lastSeq;
    events.onCommand(1, 2, 3, 4);
    events.onOrderPlaced(++seq, 1, 100, order);
    events.onTrade(++seq, trade);
    events.onPosting(++seq, 16, 0, 1, 2, 3, PostingReason.TRADE);
    events.onMakerMoved(++seq, 1, 2, 3, 4);
    events.onOrderClosed(++seq, 1, 16, 1, CloseReason.FILLED, 0);
    events.onRejected(++seq, rejection);
    events.onQuoted(++seq, quote);
    events.onRepeated(++seq, 1, 2);
    events.onItemRejected(++seq, rejection);
    events.onBasketPlaced(++seq, 1, 16, 2, order.clientOrderId);
    events.onOrderAmended(++seq, 1, 16, 1, 5_000, 100, 100, true, false);
    events.onOrderReduced(++seq, 1, 16, 1, 50, 50, ReduceReason.SELF_TRADE_PREVENTION);
    events.onOrderGroupChanged(++seq, 1, 16, 100, 1_000, GroupState.TRIGGERED);
    events.onSetsChanged(++seq, 16, 1, 100, SetReason.NETTING, -1);
    events.onHoldingChanged(++seq, 16, 1, Outcome.YES, 1, 2, HoldingReason.CONVERT, -1);
    events.onCommandEnd(seq);
    return seq;
  }

  private void assertAllocatesNothing(Runnable round) {
    run(round);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(round);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
  }

  private static void run(Runnable round) {
    for (int i = 0; i < ROUNDS; i++) {
      round.run();
    }
  }
}
