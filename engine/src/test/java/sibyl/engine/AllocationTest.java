package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/** The order path allocates nothing once its tables have grown to their size. */
class AllocationTest {
  private static final int WARM_UP = 150_000;
  private static final int MEASURED = 100_000;
  private static final int PEOPLE = 50;

  private final LastOrder events = new LastOrder();
  private final Engine engine =
      new Engine(
          Limits.defaults()
              .with(
                  to -> {
                    to.clientOrderIds = 10_000;
                    to.clientOrderIdsForMs = 1_000_000;
                    to.keys = 10_000;
                  }),
          events);
  private final SplittableRandom random = new SplittableRandom(4);
  private final CommandHeader header = new CommandHeader().set(1_000, 1, 1, 0);
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final AmendOrder amend = new AmendOrder();
  private final long[] recent = new long[500];
  private final long[] owners = new long[500];
  private int count;
  private long sent;

  @ParameterizedTest
  @EnumSource(MarketMode.class)
  void ordersAmendmentsAndCancellationsAllocateNothingNorDoIdempotencyKeys(MarketMode mode) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    open(mode);
    for (int n = 0; n < WARM_UP; n++) {
      next();
    }
    final long before = threads.getThreadAllocatedBytes(self);
    for (int n = 0; n < MEASURED; n++) {
      next();
    }
    long perCommand = (threads.getThreadAllocatedBytes(self) - before) / MEASURED;
    assertThat(perCommand).isZero();
    assertThat(events.trades()).isGreaterThan(MEASURED / 10);
    assertThat(events.repeats()).isGreaterThan(MEASURED / 20);
    assertThat(events.amendments() > MEASURED / 100).isEqualTo(mode != MarketMode.LMSR);
    engine.checkInvariants();
  }

  private void open(MarketMode mode) {
    for (int n = 0; n < PEOPLE; n++) {
      engine.openAccount(header, new OpenAccount(16 + n, n % 2 == 0));
      engine.transfer(
          header,
          new Transfer(0, n + 1, Accounts.EXTERNAL, 16 + n, 1L << 44, TransferKind.DEPOSIT));
    }
    long liquidity = mode == MarketMode.BOOK ? 0 : 10_000;
    MarketSpec spec =
        new MarketSpec("m", 10_000, 100, 100, mode, liquidity, FeeKind.QUADRATIC, 70, 20);
    engine.createEvent(header, new CreateEvent("e", "", "", "", "", 0, false, List.of(spec)));
    engine.changeMarketState(header, new ChangeMarketState(1, MarketState.OPEN));
  }

  private void next() {
    header.timeMs++;
    header.key(1, ++sent, 7);
    if (sent % 10 == 0 && recent[count % recent.length] != 0) {
      amend.account = owners[count % recent.length];
      amend.order = recent[count % recent.length];
      amend.price = 4_300 + 100 * random.nextInt(10);
      amend.quantity = 100L * (1 + random.nextInt(5));
      engine.amendOrder(header, amend);
      return;
    }
    int oldest = (count + 1) % recent.length;
    if (recent[oldest] != 0) {
      cancel.account = owners[oldest];
      cancel.order = recent[oldest];
      recent[oldest] = 0;
      engine.cancelOrder(header, cancel);
      return;
    }
    order.clear();
    order.account = 16L + random.nextInt(PEOPLE);
    order.market = 1;
    order.side = random.nextInt(4) == 0 ? Side.SELL : Side.BUY;
    order.outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
    order.clientKeyLow = ++count;
    order.quantity = 100L * (1 + random.nextInt(5));
    switch (random.nextInt(6)) {
      case 0 -> {
        order.type = OrderType.MARKET;
        if (order.side == Side.BUY) {
          order.quantity = 0;
          order.maxCost = 1_000_000;
        }
      }
      case 1 -> {
        order.price = 6_000;
        order.timeInForce = TimeInForce.IOC;
      }
      case 2 -> {
        order.price = 4_500;
        order.timeInForce = TimeInForce.GTD;
        order.expiresAtMs = header.timeMs + 50;
      }
      default -> order.price = 4_300 + 100 * random.nextInt(10);
    }
    engine.placeOrder(header, order);
    if (sent % 4 == 0) {
      engine.placeOrder(header, order);
    }
    recent[count % recent.length] = events.order();
    owners[count % recent.length] = order.account;
    if (engine.nextTimerMs() <= header.timeMs) {
      engine.onTimer(header.timeMs);
    }
  }
}
