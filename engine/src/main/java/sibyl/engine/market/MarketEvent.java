package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Units;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Positions;
import sibyl.engine.maker.EventMaker;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * An event: its markets that are not settled yet. In an exclusive one exactly one market resolves
 * YES, or several share that between them, so its markets share their collateral: one pool issues
 * the shares of them all.
 */
public final class MarketEvent {
  private final long id;
  private final boolean exclusive;
  private final int firstMarket;
  private final @Nullable Market[] markets;
  private int left;
  private int pool = AccountTable.NONE;
  private int resolved;
  private @Nullable EventMaker maker;

  /**
   * An event whose markets follow, each by {@link #add}.
   *
   * @param firstMarket number of its first market; the others come right after it
   */
  MarketEvent(long id, boolean exclusive, int firstMarket, int size) {
    this.id = id;
    this.exclusive = exclusive;
    this.firstMarket = firstMarket;
    markets = new @Nullable Market[size];
  }

  public long id() {
    return id;
  }

  public boolean exclusive() {
    return exclusive;
  }

  /** How many markets it was created with. */
  public int size() {
    return markets.length;
  }

  /** One of its markets, in the order of their numbers, from 0; null once it is settled. */
  public @Nullable Market market(int place) {
    return markets[place];
  }

  /** The place of a market of this event; -1 for any other. */
  public int placeOf(long market) {
    long place = market - firstMarket;
    return place >= 0 && place < markets.length ? (int) place : -1;
  }

  /** Whether all its markets are settled. */
  public boolean isOver() {
    return left == 0;
  }

  /** Whether it was taken back, all markets at once. */
  boolean isDeleted() {
    for (Market market : markets) {
      if (market != null) {
        return market.isDeleted();
      }
    }
    return true;
  }

  /** Account slot of the pool that the markets of an exclusive event share. */
  int pool() {
    return pool;
  }

  void pool(int account) {
    pool = account;
  }

  /** The maker its markets share; null if they have none, or none yet. */
  public @Nullable EventMaker maker() {
    return maker;
  }

  /** Gives it the maker, as which each of its markets has its part of it. */
  void maker(EventMaker maker) {
    this.maker = maker;
    for (int place = 0; place < markets.length; place++) {
      Market market = markets[place];
      if (market != null) {
        market.maker(maker.member(place));
      }
    }
  }

  /** One of its markets, none of which is settled. */
  Market existing(int place) {
    Market market = markets[place];
    if (market == null) {
      throw new IllegalStateException("event " + id + " has settled its market " + place);
    }
    return market;
  }

  void add(Market market) {
    markets[market.id() - firstMarket] = market;
    left++;
  }

  void remove(Market market) {
    markets[market.id() - firstMarket] = null;
    left--;
  }

  /** The sum of the fractions its markets are resolved to, the settled ones included. */
  public int resolved() {
    return resolved;
  }

  /** Counts a market's fraction, or with a minus takes it back. */
  void addResolved(int fraction) {
    resolved += fraction;
  }

  /**
   * Whether a market must not resolve to a fraction, because the markets of an exclusive event then
   * could not come to one whole any more.
   */
  boolean conflicts(int fraction) {
    if (!exclusive) {
      return false;
    }
    int sum = resolved + fraction;
    return sum > Units.WHOLE_FRACTION || (sum < Units.WHOLE_FRACTION && unresolved() == 1);
  }

  /**
   * Whether its maker could still trade: as long as it can, in whatever market, no market is paid,
   * since the maker trades in one of them with what it has in all.
   */
  boolean makerTrades() {
    for (Market market : markets) {
      if (exclusive && market != null && market.mode() != MarketMode.BOOK && !market.isOver()) {
        return true;
      }
    }
    return false;
  }

  private int unresolved() {
    int count = 0;
    for (Market market : markets) {
      if (market != null && market.state() != MarketState.RESOLVED) {
        count++;
      }
    }
    return count;
  }

  int firstMarket() {
    return firstMarket;
  }

  void writeMaker(StateWriter out) {
    out.putBoolean(maker != null);
    if (maker != null) {
      out.putInt(maker.account());
      maker.write(out);
    }
  }

  /** Reads the maker back, after the markets. */
  void readMaker(StateReader in, Positions positions) {
    if (!in.getBoolean()) {
      return;
    }
    int account = in.getInt();
    int payout = 0;
    int[] own = new int[markets.length];
    for (int place = 0; place < own.length; place++) {
      Market market = markets[place];
      own[place] = market == null ? Positions.NONE : positions.find(account, market.holders());
      payout = market == null ? payout : market.payout();
    }
    EventMaker read = new EventMaker(1, payout, account, own);
    read.read(in);
    maker(read);
  }
}
