package sibyl.benchmarks;

import java.util.SplittableRandom;
import sibyl.engine.Accounts;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.PlaceOrder;

/**
 * Steady trading in a market: half of the commands rest an order on one of the ten prices next to
 * 50, most of the others cancel one of the latest 2,000, one in twenty crosses.
 */
final class OtherMarket extends NoListener {
  private static final int ACCOUNTS = 1_000;
  private static final int LATEST = 2_000;

  private final long market;
  private final SplittableRandom random = new SplittableRandom(1);
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final long[] latest = new long[LATEST];
  private final long[] owners = new long[LATEST];
  private int count;

  OtherMarket(long market) {
    this.market = market;
  }

  void next(CommandHandler engine, CommandHeader header) {
    int decision = random.nextInt(100);
    if (decision < 50 || count < LATEST) {
      engine.placeOrder(header, buy(4_000 + 100 * random.nextInt(10), TimeInForce.GTC));
    } else if (decision < 95) {
      int at = random.nextInt(LATEST);
      cancel.account = owners[at];
      cancel.order = latest[at];
      engine.cancelOrder(header, cancel);
    } else {
      engine.placeOrder(header, buy(6_000, TimeInForce.IOC));
    }
  }

  private PlaceOrder buy(int price, TimeInForce timeInForce) {
    order.clear();
    order.account = Accounts.FIRST_PERSON + random.nextInt(ACCOUNTS);
    order.market = market;
    order.side = Side.BUY;
    order.outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
    order.timeInForce = timeInForce;
    order.price = price;
    order.quantity = 100L * (1 + random.nextInt(19));
    return order;
  }

  @Override
  public void onOrderPlaced(long seq, long placed, long quantity, PlaceOrder spec) {
    if (spec.market == market && spec.timeInForce == TimeInForce.GTC) {
      latest[count % LATEST] = placed;
      owners[count % LATEST] = spec.account;
      count++;
    }
  }
}
