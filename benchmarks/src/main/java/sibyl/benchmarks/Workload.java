package sibyl.benchmarks;

import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.limits.Limits;

/**
 * A day in one book, worked out beforehand: per 100 decisions 50 new limit orders near the touch,
 * 35 cancels (70 % of them among the latest 256 orders), 10 moves, 5 immediate orders that cross a
 * few resting ones. A move is a cancel and a new order, two commands. 1,000 accounts, prices from 1
 * to 99, about 2,000 orders resting, no fees. Cancels carry the ids that a fresh engine gives, so
 * the commands have to be played to one, from {@link #open} on.
 */
final class Workload {
  static final int COMMANDS = 200_000;

  private static final int ACCOUNTS = 1_000;
  private static final int RESTING = 2_000;
  private static final int CANCEL = 1;
  private static final int SELL = 2;
  private static final int NO = 4;
  private static final int IMMEDIATE = 8;
  private static final long MARKET = 1;
  private static final int TICK = 100;
  private static final long CONTRACT = 100;
  private static final long START_MS = 1_000_000;

  // One command per index. For a cancel, quantities hold the order's id.
  private final byte[] flags;
  private final int[] accounts;
  private final int[] prices;
  private final long[] quantities;
  private final int opening;

  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();

  private Workload(byte[] flags, int[] accounts, int[] prices, long[] quantities, int opening) {
    this.flags = flags;
    this.accounts = accounts;
    this.prices = prices;
    this.quantities = quantities;
    this.opening = opening;
  }

  /** The same commands for the same seed. */
  static Workload generate(long seed) {
    Draft draft = new Draft(seed);
    int opening = draft.fillBook();
    draft.trade(opening + COMMANDS);
    return new Workload(draft.flags, draft.accounts, draft.prices, draft.quantities, opening);
  }

  /** A fresh engine with accounts, money, an open market and a filled book. */
  Engine open(EventHandler events) {
    Engine engine = new Engine(Limits.defaults(), events);
    prepare(engine, header);
    for (int i = 0; i < opening; i++) {
      say(i, engine);
    }
    return engine;
  }

  /** Gives all {@link #COMMANDS} commands. */
  void play(CommandHandler engine) {
    for (int i = opening; i < opening + COMMANDS; i++) {
      say(i, engine);
    }
  }

  private void say(int i, CommandHandler engine) {
    header.set(START_MS + (i >>> 10), 1, i, accounts[i]);
    if ((flags[i] & CANCEL) != 0) {
      cancel.account = accounts[i];
      cancel.order = quantities[i];
      engine.cancelOrder(header, cancel);
      return;
    }
    fill(order, flags[i], accounts[i], prices[i], quantities[i]);
    engine.placeOrder(header, order);
  }

  private static void fill(PlaceOrder order, int flags, int account, int price, long quantity) {
    order.clear();
    order.account = account;
    order.market = MARKET;
    order.side = (flags & SELL) == 0 ? Side.BUY : Side.SELL;
    order.outcome = (flags & NO) == 0 ? Outcome.YES : Outcome.NO;
    order.timeInForce = (flags & IMMEDIATE) == 0 ? TimeInForce.GTC : TimeInForce.IOC;
    order.price = price;
    order.quantity = quantity;
  }

  private static void prepare(Engine engine, CommandHeader header) {
    header.set(START_MS, 1, 0, 0);
    for (int i = 0; i < ACCOUNTS; i++) {
      long account = Accounts.FIRST_PERSON + i;
      long money = 1_000_000 * Units.MONEY_PER_UNIT;
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header, new Transfer(0, i + 1, Accounts.EXTERNAL, account, money, TransferKind.DEPOSIT));
    }
    MarketSpec market =
        new MarketSpec("Rain?", 100 * TICK, TICK, CONTRACT, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    engine.createEvent(
        header, new CreateEvent("Weather", "", "", "", "", 0, false, List.of(market)));
    engine.changeMarketState(header, new ChangeMarketState(MARKET, MarketState.OPEN));
  }

  /** Draws the commands while an engine obeys them, so that they suit the book as it then is. */
  private static final class Draft {
    final byte[] flags = new byte[2 * RESTING + COMMANDS + 1];
    final int[] accounts = new int[flags.length];
    final int[] prices = new int[flags.length];
    final long[] quantities = new long[flags.length];

    private final BookWatcher book = new BookWatcher();
    private final Engine engine = new Engine(Limits.defaults(), book);
    private final CommandHeader header = new CommandHeader();
    private final PlaceOrder order = new PlaceOrder();
    private final CancelOrder cancel = new CancelOrder();
    private long random;
    private int count;

    Draft(long seed) {
      random = seed;
      prepare(engine, header);
    }

    /** Rests orders on both sides of 50; answers how many commands that took. */
    int fillBook() {
      while (book.resting() < RESTING) {
        boolean bid = below(2) == 0;
        place(bid, bid ? 50 - 1 - near(40) : 50 + 1 + near(40), contracts(), false);
      }
      return count;
    }

    void trade(int until) {
      while (count < until) {
        int decision = below(100);
        if (decision < 50) {
          placeNearTouch();
        } else if (decision < 85) {
          cancelOne();
        } else if (decision < 95) {
          cancelOne();
          placeNearTouch();
        } else {
          cross();
        }
      }
    }

    private void placeNearTouch() {
      boolean bid = below(2) == 0;
      int best = bid ? book.bestAsk() - 1 : book.bestBid() + 1;
      int step = near(12);
      // One in eight steps over the touch and trades.
      int yes = below(8) == 0 ? best + (bid ? 1 : -1) : best + (bid ? -step : step);
      place(bid, Math.clamp(yes, 1, 99), contracts(), false);
    }

    /** Takes what it takes to keep the book at its size. */
    private void cross() {
      boolean bid = below(2) == 0;
      int orders = book.resting() > RESTING ? 2 + below(6) : 1;
      int limit = bid ? Math.min(99, book.bestAsk() + 4) : Math.max(1, book.bestBid() - 4);
      place(bid, limit, 10 * CONTRACT * orders, true);
    }

    private void cancelOne() {
      int recent = below(100) < 70 ? 256 : Integer.MAX_VALUE;
      long id = book.pick(random(), recent);
      if (id == 0 || count == flags.length) {
        return;
      }
      flags[count] = CANCEL;
      accounts[count] = (int) book.owner(id);
      quantities[count] = id;
      cancel.account = accounts[count];
      cancel.order = id;
      engine.cancelOrder(header.set(START_MS, 1, count, 0), cancel);
      count++;
    }

    /** A bid sells NO and an ask sells YES when the account has them, else they buy the other. */
    private void place(boolean bid, int yesTicks, long quantity, boolean immediate) {
      if (count == flags.length) {
        return;
      }
      int account = (int) Accounts.FIRST_PERSON + below(ACCOUNTS);
      boolean sells = book.shares(account, bid ? Outcome.NO : Outcome.YES) >= quantity;
      boolean no = sells == bid;
      int flag = (sells ? SELL : 0) | (no ? NO : 0) | (immediate ? IMMEDIATE : 0);
      flags[count] = (byte) flag;
      accounts[count] = account;
      prices[count] = TICK * (no ? 100 - yesTicks : yesTicks);
      quantities[count] = quantity;
      fill(order, flag, account, prices[count], quantity);
      engine.placeOrder(header.set(START_MS, 1, count, 0), order);
      count++;
    }

    private long contracts() {
      return (1 + below(19)) * CONTRACT;
    }

    /** Mostly small. */
    private int near(int most) {
      return below(1 + below(most));
    }

    private int below(int bound) {
      return (int) Long.remainderUnsigned(random(), bound);
    }

    private long random() {
      random += 0x9e3779b97f4a7c15L;
      long z = (random ^ (random >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }
}
