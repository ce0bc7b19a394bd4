package sibyl.benchmarks;

import java.util.Arrays;

/**
 * A stream of trading commands in flat arrays, stated so that any engine can be given it: orders go
 * by number, prices by tick of YES, quantities by contract. The first {@link #opening} commands
 * fill the books, the rest are what is measured.
 */
final class Commands {
  static final byte PLACE = 0;
  static final byte CANCEL = 1;
  static final byte MOVE = 2;
  static final byte REDUCE = 3;

  private static final int KIND = 3;
  private static final int SELL = 1 << 2;
  private static final int NO = 1 << 3;
  private static final int IMMEDIATE = 1 << 4;

  private byte[] what = new byte[1 << 10];
  private byte[] ticks = new byte[1 << 10];
  private int[] accounts = new int[1 << 10];
  private int[] markets = new int[1 << 10];
  private int[] contracts = new int[1 << 10];
  private int[] totals = new int[1 << 10];
  private int[] orders = new int[1 << 10];
  private long[] ids = new long[1 << 10];
  private int opening;
  private int size;
  private long trades;
  private long traded;
  private long lastSeq;

  int size() {
    return size;
  }

  /** How many of the commands fill the books. */
  int opening() {
    return opening;
  }

  /** Declares that the books are filled. */
  void opened() {
    opening = size;
  }

  /** Matches that all the commands make. */
  long trades() {
    return trades;
  }

  /** Contracts traded in them. */
  long traded() {
    return traded;
  }

  /** The number of the last event that this project's engine makes of the commands. */
  long lastSeq() {
    return lastSeq;
  }

  /** Declares what came of all the commands. */
  void finished(long trades, long traded, long lastSeq) {
    this.trades = trades;
    this.traded = traded;
    this.lastSeq = lastSeq;
  }

  byte kind(int i) {
    return (byte) (what[i] & KIND);
  }

  boolean sells(int i) {
    return (what[i] & SELL) != 0;
  }

  boolean isNo(int i) {
    return (what[i] & NO) != 0;
  }

  boolean isImmediate(int i) {
    return (what[i] & IMMEDIATE) != 0;
  }

  /** Whether the order buys YES or sells NO. */
  boolean isBid(int i) {
    return sells(i) == isNo(i);
  }

  /** From 0. */
  int account(int i) {
    return accounts[i];
  }

  /** From 0. */
  int market(int i) {
    return markets[i];
  }

  /** Price of YES in ticks: of a new order, or the one an amended order has from then on. */
  int tick(int i) {
    return ticks[i];
  }

  /** Quantity of a new order; for a reduction, how much is taken off. */
  int contracts(int i) {
    return contracts[i];
  }

  /** What an amended order is for in all from then on. */
  int total(int i) {
    return totals[i];
  }

  /** Number of the order placed or meant, from 0 in the order in which they are placed. */
  int order(int i) {
    return orders[i];
  }

  /** The id that this project's engine gave to the order meant. */
  long id(int i) {
    return ids[i];
  }

  void place(
      int order,
      int account,
      int market,
      boolean sells,
      boolean no,
      boolean immediate,
      int tick,
      int quantity) {
    int flags = (sells ? SELL : 0) | (no ? NO : 0) | (immediate ? IMMEDIATE : 0);
    add(PLACE | flags, order, account, market, tick, quantity, 0, 0);
  }

  void cancel(int order, long id, int account, int market) {
    add(CANCEL, order, account, market, 0, 0, 0, id);
  }

  /** {@code no} is what the order is for. */
  void move(int order, long id, int account, int market, boolean no, int tick, int total) {
    add(MOVE | (no ? NO : 0), order, account, market, tick, 0, total, id);
  }

  void reduce(
      int order, long id, int account, int market, boolean no, int tick, int by, int total) {
    add(REDUCE | (no ? NO : 0), order, account, market, tick, by, total, id);
  }

  private void add(
      int flags, int order, int account, int market, int tick, int quantity, int total, long id) {
    if (size == what.length) {
      what = Arrays.copyOf(what, 2 * size);
      ticks = Arrays.copyOf(ticks, 2 * size);
      accounts = Arrays.copyOf(accounts, 2 * size);
      markets = Arrays.copyOf(markets, 2 * size);
      contracts = Arrays.copyOf(contracts, 2 * size);
      totals = Arrays.copyOf(totals, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      ids = Arrays.copyOf(ids, 2 * size);
    }
    what[size] = (byte) flags;
    ticks[size] = (byte) tick;
    accounts[size] = account;
    markets[size] = market;
    contracts[size] = quantity;
    totals[size] = total;
    orders[size] = order;
    ids[size] = id;
    size++;
  }
}
