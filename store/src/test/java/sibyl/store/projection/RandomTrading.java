package sibyl.store.projection;

import java.util.List;
import java.util.SplittableRandom;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.limits.Limits;

/** A real engine under random trade of a few people in a few markets, some of which end. */
public final class RandomTrading {
  private static final int PEOPLE = 8;
  private static final int MARKETS = 6;

  private final SplittableRandom random;
  private final Engine engine;
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final RandomVariety variety;
  private long correlation;

  private RandomTrading(long seed, EventHandler reader) {
    random = new SplittableRandom(seed);
    engine = new Engine(Limits.defaults(), reader);
    variety = new RandomVariety(random, engine, PEOPLE, MARKETS + 1, MARKETS + 1);
  }

  /** Runs {@code commands} of the seed and returns the engine as they left it. */
  public static Engine run(long seed, int commands, EventHandler reader) {
    RandomTrading trading = new RandomTrading(seed, reader);
    trading.open();
    for (int i = 0; i < commands; i++) {
      trading.trade();
    }
    trading.settle(1, 10_000);
    trading.settle(2, 3_333);
    trading.variety.end(trading.header());
    trading.runTimers();
    trading.engine.checkInvariants();
    return trading.engine;
  }

  private void open() {
    for (int i = 0; i < PEOPLE; i++) {
      long account = Accounts.FIRST_PERSON + i;
      engine.openAccount(header(), new OpenAccount(account, i % 3 != 0));
      engine.transfer(
          header(),
          new Transfer(1, i, Accounts.EXTERNAL, account, 5_000_000_000L, TransferKind.DEPOSIT));
    }
    for (int i = 0; i < MARKETS; i++) {
      boolean book = i % 2 == 0;
      MarketSpec market =
          new MarketSpec(
              "market " + i,
              10_000,
              100,
              book ? 100 : 1,
              book ? MarketMode.BOOK : MarketMode.LMSR,
              book ? 0 : 10_000,
              i < 2 ? FeeKind.FLAT : FeeKind.NONE,
              i < 2 ? 70 : 0,
              i < 2 ? 20 : 0);
      engine.createEvent(
          header(), new CreateEvent("event " + i, "", "", "", "", 0, false, List.of(market)));
      engine.changeMarketState(header(), new ChangeMarketState(i + 1, MarketState.OPEN));
    }
    variety.open(header());
  }

  private void trade() {
    if (random.nextInt(4) == 0) {
      variety.next(header());
      return;
    }
    if (random.nextInt(6) == 0) {
      cancel.account = person();
      cancel.order = 1 + random.nextLong(engine.lastSeq());
      engine.cancelOrder(header(), cancel);
      return;
    }
    order.clear();
    order.account = person();
    order.market = 1L + random.nextInt((int) variety.lastMarket());
    order.side = random.nextInt(5) < 3 ? Side.BUY : Side.SELL;
    order.outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
    order.quantity = 100L * (1 + random.nextInt(30));
    order.price = 4_000 + 100 * random.nextInt(21);
    order.reduceOnly = order.side == Side.SELL && random.nextInt(3) == 0;
    switch (random.nextInt(5)) {
      case 0 -> order.timeInForce = TimeInForce.IOC;
      case 1 -> {
        order.type = OrderType.MARKET;
        order.timeInForce = TimeInForce.IOC;
        order.price = 0;
        if (order.side == Side.BUY && random.nextBoolean()) {
          order.quantity = 0;
          order.maxCost = 1_000_000L + random.nextLong(20_000_000);
        }
      }
      default -> order.message.set(random.nextInt(4) == 0 ? "take it\tor \\leave it" : "");
    }
    engine.placeOrder(header(), order);
  }

  private void settle(long market, int fraction) {
    engine.changeMarketState(header(), new ChangeMarketState(market, MarketState.CLOSED));
    engine.proposeResolution(header(), new ProposeResolution(market, fraction, "as seen"));
    engine.confirmResolution(header(), new ConfirmResolution(market));
    engine.settleMarket(header(), new SettleMarket(market));
  }

  private void runTimers() {
    while (engine.nextTimerMs() != Long.MAX_VALUE) {
      engine.onTimer(engine.nextTimerMs());
    }
  }

  private CommandHeader header() {
    return header.set(1_700_000_000_000L + ++correlation, 1, correlation, 0);
  }

  private long person() {
    return Accounts.FIRST_PERSON + random.nextInt(PEOPLE);
  }
}
