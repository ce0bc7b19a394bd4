package sibyl.benchmarks;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;
import sibyl.engine.table.LongIndex;

/**
 * Draws the commands while this project's engine obeys them, so that they suit the books as they
 * then are: per 100 commands 50 new limit orders near the touch (one in eight steps over it and
 * trades), 35 cancels (70 % of them among the latest 256 orders of the market), 5 amends to another
 * price, 5 to less quantity, and 5 immediate orders that cross a few resting ones. Of several
 * markets, the n-th is chosen with probability in proportion to 1/n. No order is refused, and none
 * meets another of its own account: what an engine does then is a matter of its rules, and not of
 * its speed.
 */
final class Draft extends NoListener {
  private static final int LATEST = 256;
  private static final int NONE = -1;

  private final Shape shape;
  private final Commands commands = new Commands();
  private final SibylEngine engine;
  private final Book[] books;
  private final double[] popularity;
  private final Long2LongHashMap shares = new Long2LongHashMap(0);
  private final LongIndex numbers = new LongIndex();
  private long random;

  // By the number of the order.
  private int[] accounts = new int[1 << 10];
  private int[] remaining = new int[1 << 10];
  private int[] totals = new int[1 << 10];
  private int[] places = new int[1 << 10];
  private byte[] ticks = new byte[1 << 10];
  private byte[] terms = new byte[1 << 10];
  private long[] ids = new long[1 << 10];
  private int lastNumber = NONE;

  // Number and price of the order that is being placed.
  private int placing;
  private int placingTick;

  private long trades;
  private long traded;

  private Draft(Shape shape) {
    this.shape = shape;
    random = shape.seed();
    engine = new SibylEngine(shape, commands, Hearing.ENCODED);
    books = new Book[shape.markets()];
    popularity = new double[shape.markets()];
    double sum = 0;
    for (int i = 0; i < books.length; i++) {
      books[i] = new Book();
      sum += 1.0 / (i + 1);
      popularity[i] = sum;
    }
  }

  /** The same commands for the same shape. */
  static Commands draw(Shape shape) {
    Draft draft = new Draft(shape);
    draft.engine.openMarkets();
    draft.fillBooks();
    draft.commands.opened();
    draft.trade();
    draft.commands.finished(draft.trades, draft.traded, draft.engine.lastSeq());
    return draft.commands;
  }

  private void fillBooks() {
    for (int round = 0; round < shape.resting(); round++) {
      for (int market = 0; market < books.length; market++) {
        boolean bid = below(2) == 0;
        int tick = bid ? 50 - 1 - near(40) : 50 + 1 + near(40);
        place(market, bid, tick, 1 + below(19), false);
      }
    }
  }

  private void trade() {
    int end = commands.size() + shape.commands();
    while (commands.size() < end) {
      int market = chooseMarket();
      int decision = below(100);
      if (decision < 50) {
        placeNearTouch(market);
      } else if (decision < 85) {
        cancel(market);
      } else if (decision < 90) {
        move(market);
      } else if (decision < 95) {
        reduce(market);
      } else {
        cross(market);
      }
    }
  }

  private void placeNearTouch(int market) {
    boolean bid = below(2) == 0;
    place(market, bid, tickNearTouch(market, bid), 1 + below(19), false);
  }

  private int tickNearTouch(int market, boolean bid) {
    Book book = books[market];
    int best = bid ? book.bestAsk() - 1 : book.bestBid() + 1;
    int step = near(12);
    int tick = below(8) == 0 ? best + (bid ? 1 : -1) : best + (bid ? -step : step);
    return Math.clamp(tick, 1, Shape.PRICES);
  }

  /** Takes what it takes to keep the book at its size. */
  private void cross(int market) {
    Book book = books[market];
    boolean bid = below(2) == 0;
    int orders = book.size > shape.resting() ? 2 + below(6) : 1;
    int limit = bid ? Math.min(Shape.PRICES, book.bestAsk() + 4) : Math.max(1, book.bestBid() - 4);
    place(market, bid, limit, 10 * orders, true);
  }

  private void cancel(int market) {
    int number = pick(market);
    if (number != NONE) {
      commands.cancel(number, ids[number], accounts[number], market);
      obey(number, 0);
    }
  }

  private void move(int market) {
    int number = pick(market);
    if (number == NONE) {
      return;
    }
    boolean bid = isBid(terms[number]);
    int tick = tickNearTouch(market, bid);
    if (tick != ticks[number] && !meetsItself(market, accounts[number], bid, tick)) {
      commands.move(
          number, ids[number], accounts[number], market, isNo(terms[number]), tick, totals[number]);
      obey(number, tick);
    }
  }

  private void reduce(int market) {
    int number = pick(market);
    if (number == NONE || remaining[number] < 2) {
      return;
    }
    int by = 1 + below(remaining[number] - 1);
    totals[number] -= by;
    commands.reduce(
        number,
        ids[number],
        accounts[number],
        market,
        isNo(terms[number]),
        ticks[number],
        by,
        totals[number]);
    obey(number, ticks[number]);
  }

  /** A bid sells NO and an ask sells YES when the account has them, else they buy the other. */
  private void place(int market, boolean bid, int tick, int contracts, boolean immediate) {
    int account = below(shape.accounts());
    if (meetsItself(market, account, bid, tick)) {
      return;
    }
    Outcome sold = bid ? Outcome.NO : Outcome.YES;
    boolean sells = shares.get(holding(account, market, sold)) >= SibylEngine.CONTRACT * contracts;
    boolean no = sells == bid;
    int number = ++lastNumber;
    makeRoom(number);
    accounts[number] = account;
    totals[number] = contracts;
    terms[number] = (byte) ((sells ? 1 : 0) | (no ? 2 : 0));
    commands.place(number, account, market, sells, no, immediate, tick, contracts);
    obey(number, tick);
  }

  private void obey(int number, int tick) {
    placing = number;
    placingTick = tick;
    engine.play(commands.size() - 1, this);
  }

  /** A resting order, often a late one; {@link #NONE} when none is found. */
  private int pick(int market) {
    Book book = books[market];
    if (book.size == 0) {
      return NONE;
    }
    if (below(100) < 70) {
      for (int attempt = 0; attempt < 16; attempt++) {
        int number = book.latest[below(LATEST)];
        if (number != NONE && places[number] != NONE) {
          return number;
        }
      }
    }
    return book.orders[below(book.size)];
  }

  private boolean meetsItself(int market, int account, boolean bid, int tick) {
    Book book = books[market];
    if (bid ? tick < book.bestAsk() : tick > book.bestBid()) {
      return false;
    }
    for (int i = 0; i < book.size; i++) {
      int other = book.orders[i];
      if (accounts[other] == account
          && isBid(terms[other]) != bid
          && (bid ? ticks[other] <= tick : ticks[other] >= tick)) {
        return true;
      }
    }
    return false;
  }

  private int chooseMarket() {
    double at = (random() >>> 11) * 0x1p-53 * popularity[popularity.length - 1];
    int found = Arrays.binarySearch(popularity, at);
    return Math.min(found < 0 ? -found - 1 : found, popularity.length - 1);
  }

  // ---- what the engine answers ------------------------------------------------------------------

  @Override
  public void onRejected(long seq, Rejection rejection) {
    throw new IllegalStateException("refused: " + rejection.reason);
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    numbers.add(order, placing);
    ids[placing] = order;
    ticks[placing] = (byte) placingTick;
    remaining[placing] = (int) (spec.quantity / SibylEngine.CONTRACT);
    Book book = books[(int) spec.market - 1];
    places[placing] = book.size;
    book.add(placing);
    book.count(isBid(terms[placing]), ticks[placing], 1);
  }

  @Override
  public void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long rest,
      boolean keptPriority,
      boolean restated) {
    Book book = books[(int) market - 1];
    boolean bid = isBid(terms[placing]);
    book.count(bid, ticks[placing], -1);
    book.count(bid, placingTick, 1);
    ticks[placing] = (byte) placingTick;
    remaining[placing] = (int) (rest / SibylEngine.CONTRACT);
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    trades++;
    traded += trade.quantity / SibylEngine.CONTRACT;
    remaining[numbers.get(trade.makerOrder)] = (int) (trade.makerRemaining / SibylEngine.CONTRACT);
    remaining[numbers.get(trade.takerOrder)] = (int) (trade.takerRemaining / SibylEngine.CONTRACT);
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long rest) {
    int number = numbers.get(order);
    numbers.remove(order);
    Book book = books[(int) market - 1];
    int last = book.orders[--book.size];
    book.orders[places[number]] = last;
    places[last] = places[number];
    places[number] = NONE;
    book.count(isBid(terms[number]), ticks[number], -1);
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    if (!Asset.isCash(asset) && Accounts.isPerson(account)) {
      int person = (int) (account - Accounts.FIRST_PERSON);
      long key = holding(person, (int) Asset.market(asset) - 1, Asset.outcome(asset));
      if (free == 0) {
        shares.remove(key);
      } else {
        shares.put(key, free);
      }
    }
  }

  private static boolean sells(byte terms) {
    return (terms & 1) != 0;
  }

  private static boolean isNo(byte terms) {
    return (terms & 2) != 0;
  }

  private static boolean isBid(byte terms) {
    return sells(terms) == isNo(terms);
  }

  private static long holding(int account, int market, Outcome outcome) {
    return ((long) account << 32 | market) << 1 | (outcome == Outcome.YES ? 1 : 0);
  }

  private void makeRoom(int number) {
    if (number == accounts.length) {
      accounts = Arrays.copyOf(accounts, 2 * number);
      remaining = Arrays.copyOf(remaining, 2 * number);
      totals = Arrays.copyOf(totals, 2 * number);
      places = Arrays.copyOf(places, 2 * number);
      ticks = Arrays.copyOf(ticks, 2 * number);
      terms = Arrays.copyOf(terms, 2 * number);
      ids = Arrays.copyOf(ids, 2 * number);
    }
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

  /** The resting orders of one market, by number. */
  private static final class Book {
    int[] orders = new int[64];
    int size;
    final int[] latest = new int[LATEST];
    private final int[] bids = new int[Shape.PRICES + 2];
    private final int[] asks = new int[Shape.PRICES + 2];
    private int placed;

    Book() {
      Arrays.fill(latest, NONE);
    }

    void add(int number) {
      if (size == orders.length) {
        orders = Arrays.copyOf(orders, 2 * size);
      }
      orders[size++] = number;
      latest[placed++ % LATEST] = number;
    }

    void count(boolean bid, int tick, int more) {
      (bid ? bids : asks)[tick] += more;
    }

    /** In ticks; 0 when nobody buys. */
    int bestBid() {
      int tick = Shape.PRICES;
      while (tick > 0 && bids[tick] == 0) {
        tick--;
      }
      return tick;
    }

    /** In ticks; 100 when nobody sells. */
    int bestAsk() {
      int tick = 1;
      while (tick <= Shape.PRICES && asks[tick] == 0) {
        tick++;
      }
      return tick;
    }
  }
}
