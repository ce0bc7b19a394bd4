package sibyl.engine.book;

import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The resting orders of one market: a ladder with one level per tick between two bounds, each level
 * a queue in order of arrival. Since a book is never crossed, a level belongs to one side at a time
 * and both share the ladder; a bitmap per side finds the next level, and the best of each side is
 * kept at hand. Every operation is O(1) but for the step from an emptied level to the next.
 *
 * <p>It knows ticks, quantities and owners; nothing of money, sessions or clocks. It can be used
 * alone: {@link #add}, {@link #reduce}, {@link #cancel}, {@link #match}. Not thread-safe.
 */
public final class OrderBook {
  /** Stands for "no order". */
  public static final int NONE = Orders.NONE;

  // A level: the first and the last node of its queue, half a field each, and what rests there.
  public static final int FIELDS = 2;
  public static final int ENDS = 0;
  public static final int QUANTITY = 1;
  private static final long NOBODY = -1;
  private static final int NO_OWNER = -1;

  private final Orders orders;
  private final Queues queues;
  private final int minTick;
  private final int levels;
  private final long[] ladder;
  private final LevelSet bids;
  private final LevelSet asks;
  private int bestBid = -1;
  private int bestAsk;
  private int count;

  /**
   * @param orders where its orders are kept, possibly with those of other books
   * @param minTick lowest price, in ticks
   * @param maxTick highest price, in ticks
   */
  public OrderBook(Orders orders, int minTick, int maxTick) {
    if (minTick > maxTick) {
      throw new IllegalArgumentException("ticks " + minTick + ".." + maxTick);
    }
    this.orders = orders;
    queues = orders.queues();
    this.minTick = minTick;
    levels = Math.addExact(Math.subtractExact(maxTick, minTick), 1);
    ladder = new long[Math.multiplyExact(levels, FIELDS)];
    bids = new LevelSet(levels);
    asks = new LevelSet(levels);
    bestAsk = levels;
    for (int level = 0; level < levels; level++) {
      ladder[level * FIELDS + ENDS] = NOBODY;
    }
  }

  public Orders orders() {
    return orders;
  }

  public int minTick() {
    return minTick;
  }

  public int maxTick() {
    return minTick + levels - 1;
  }

  /** Resting orders of both sides. */
  public int size() {
    return count;
  }

  public boolean hasBid() {
    return bestBid >= 0;
  }

  public boolean hasAsk() {
    return bestAsk < levels;
  }

  /** The best price somebody buys at; one tick below the ladder when nobody does. */
  public int bestBid() {
    return minTick + bestBid;
  }

  /** The best price somebody sells at; one tick above the ladder when nobody does. */
  public int bestAsk() {
    return minTick + bestAsk;
  }

  /** What rests at a price, on whichever side it is. */
  public long quantityAt(int tick) {
    return ladder[(tick - minTick) * FIELDS + QUANTITY];
  }

  /** Reads a level for no other purpose than to have it near. */
  public long fetch(int tick) {
    return ladder[(clamp(tick) - minTick) * FIELDS];
  }

  /** Likewise, the end of its queue. */
  public int fetchLast(int tick) {
    return queues.fetch((int) ladder[(clamp(tick) - minTick) * FIELDS + ENDS]);
  }

  private int clamp(int tick) {
    return Math.clamp(tick, minTick, maxTick());
  }

  /** Whether an order at this price would meet one of the other side. */
  public boolean crosses(boolean bid, int tick) {
    return bid ? tick >= bestAsk() : tick <= bestBid();
  }

  // ---- using the book alone -------------------------------------------------------------------

  /**
   * Rests a new order behind the others at its price.
   *
   * @return its slot, by which it is reduced or canceled
   * @throws IllegalArgumentException if the price is off the ladder or would cross
   */
  public int add(boolean bid, int tick, long quantity) {
    if (tick < minTick || tick > maxTick() || crosses(bid, tick)) {
      throw new IllegalArgumentException("cannot rest at tick " + tick);
    }
    Side side = bid ? Side.BUY : Side.SELL;
    int terms = Orders.terms(side, Outcome.YES, SelfTradePrevention.CANCEL_TAKER, false, false);
    int slot = orders.allocate(NO_OWNER, NONE, 0, terms, quantity);
    enter(slot, tick);
    return slot;
  }

  /** Takes quantity off a resting order, which keeps its place in the queue. */
  public void reduce(int slot, long by) {
    if (by <= 0 || by >= orders.remaining(slot)) {
      throw new IllegalArgumentException("reduce " + orders.remaining(slot) + " by " + by);
    }
    fill(slot, by);
  }

  /** Removes a resting order and forgets it. */
  public void cancel(int slot) {
    remove(slot);
    orders.free(slot);
  }

  /**
   * Trades an incoming order against resting ones and removes what is filled; nothing rests.
   *
   * @return what could not be filled
   */
  public long match(boolean bid, int limitTick, long quantity, MatchListener listener) {
    Matches matches = new Matches();
    Matching matching = new Matching();
    matching.begin(this, bid, NO_OWNER - 1, SelfTradePrevention.CANCEL_TAKER, 0);
    long left = matching.meet(limitTick, quantity, Matching.ANY_QUANTITY, matches);
    for (int i = 0; i < matches.size(); i++) {
      int resting = matches.order(i);
      int tick = orders.tick(resting);
      fill(resting, matches.quantity(i));
      listener.onMatch(resting, tick, matches.quantity(i), orders.remaining(resting));
      if (orders.remaining(resting) == 0) {
        orders.free(resting);
      }
    }
    return left;
  }

  // ---- for whoever keeps the orders -----------------------------------------------------------

  /** Puts an allocated order with a remaining quantity at the back of its level. */
  public void enter(int slot, int tick) {
    orders.tick(slot, tick);
    enter(slot, tick, orders.remaining(slot), orders.isBid(slot));
  }

  /** Like {@link #enter(int, int)}, by whoever has written the order's terms. */
  public void enter(int slot, int tick, long quantity, boolean bid) {
    int level = tick - minTick;
    int l = level * FIELDS;
    long ends = ladder[l + ENDS];
    int last = (int) ends;
    int place = queues.append(last, slot);
    int node = Queues.node(place);
    orders.queuePlace(slot, place);
    ladder[l + QUANTITY] += quantity;
    count++;
    if (node != last) {
      ladder[l + ENDS] = last == NONE ? ends(node, node) : ends((int) (ends >>> 32), node);
      if (last == NONE) {
        opened(level, bid);
      }
    }
  }

  /** Its levels, from {@link #minTick} on, for the short path. */
  public long[] ladder() {
    return ladder;
  }

  private void opened(int level, boolean bid) {
    if (bid) {
      bids.add(level);
      bestBid = Math.max(bestBid, level);
    } else {
      asks.add(level);
      bestAsk = Math.min(bestAsk, level);
    }
  }

  /** Takes a traded quantity off an order; one with nothing left leaves its level. */
  public void fill(int slot, long by) {
    long left = orders.remaining(slot) - by;
    if (left < 0) {
      throw new IllegalStateException("order " + orders.id(slot) + " overfilled by " + -left);
    }
    orders.remaining(slot, left);
    ladder[(orders.tick(slot) - minTick) * FIELDS + QUANTITY] -= by;
    if (left == 0) {
      remove(slot);
    }
  }

  /** Adds a quantity to an order, which keeps its place. */
  public void grow(int slot, long by) {
    orders.remaining(slot, orders.remaining(slot) + by);
    ladder[(orders.tick(slot) - minTick) * FIELDS + QUANTITY] += by;
  }

  /** Takes an order out of its level; what remained of it stays in its record. */
  public void remove(int slot) {
    remove(slot, orders.tick(slot), orders.remaining(slot), orders.isBid(slot));
  }

  /** Like {@link #remove(int)}, by whoever has read the order's terms. */
  public void remove(int slot, int tick, long quantity, boolean bid) {
    int level = tick - minTick;
    ladder[level * FIELDS + QUANTITY] -= quantity;
    count--;
    int place = orders.queuePlace(slot);
    if (queues.remove(place)) {
      dropNode(Queues.node(place), level, bid);
    }
  }

  private void dropNode(int node, int level, boolean bid) {
    queues.drop(node);
    long ends = ladder[level * FIELDS + ENDS];
    int first = (int) (ends >>> 32) == node ? queues.next(node) : (int) (ends >>> 32);
    int last = (int) ends == node ? queues.previous(node) : (int) ends;
    ladder[level * FIELDS + ENDS] = ends(first, last);
    if (first == NONE) {
      emptied(level, bid);
    }
  }

  /** The first order in the queue of the best level of a side, or {@link #NONE}. */
  public int first(boolean bidSide) {
    if (bidSide) {
      return bestBid >= 0 ? first(bestBid) : NONE;
    }
    return bestAsk < levels ? first(bestAsk) : NONE;
  }

  /** The order that comes after this one in priority, on the same side, or {@link #NONE}. */
  public int after(int slot) {
    int next = queues.after(orders.queuePlace(slot));
    if (next != NONE) {
      return next;
    }
    int level = orders.tick(slot) - minTick;
    int following = orders.isBid(slot) ? bids.atOrBelow(level - 1) : asks.atOrAbove(level + 1);
    return following == LevelSet.NONE ? NONE : first(following);
  }

  /** Writes the orders of both sides, best first. */
  public void write(StateWriter out) {
    out.putInt(count);
    for (int slot = first(true); slot != NONE; slot = after(slot)) {
      orders.writeOrder(slot, out);
    }
    for (int slot = first(false); slot != NONE; slot = after(slot)) {
      orders.writeOrder(slot, out);
    }
  }

  public void read(StateReader in, int market) {
    int size = in.getInt("orders of market " + market, 0, orders.live());
    for (int i = 0; i < size; i++) {
      int slot = orders.readOrder(in, market);
      int tick = orders.tick(slot);
      if (tick < minTick || tick > maxTick()) {
        throw new IllegalStateException("snapshot: order " + orders.id(slot) + " off its ladder");
      }
      enter(slot, tick);
    }
  }

  /**
   * Walks every queue of the ladder.
   *
   * @throws IllegalStateException saying at which tick links, sums, bitmaps or the best prices do
   *     not agree with the orders there, or that the book is crossed
   */
  public void checkChains() {
    int total = 0;
    int highestBid = -1;
    int lowestAsk = levels;
    for (int level = 0; level < levels; level++) {
      int head = first(level);
      int last = NONE;
      long sum = 0;
      for (int slot = head; slot != NONE; slot = queues.after(orders.queuePlace(slot))) {
        require(queues.at(orders.queuePlace(slot)) == slot, level, "place");
        require(last == NONE || orders.arrival(last) < orders.arrival(slot), level, "arrival");
        require(orders.tick(slot) == minTick + level, level, "tick");
        require(orders.isBid(slot) == orders.isBid(head), level, "side");
        total++;
        sum += orders.remaining(slot);
        last = slot;
      }
      int lastNode = last == NONE ? NONE : Queues.node(orders.queuePlace(last));
      require((int) ladder[level * FIELDS + ENDS] == lastNode, level, "tail");
      require(ladder[level * FIELDS + QUANTITY] == sum, level, "quantity");
      require(bids.contains(level) == (head != NONE && orders.isBid(head)), level, "bids");
      require(asks.contains(level) == (head != NONE && !orders.isBid(head)), level, "asks");
      if (bids.contains(level)) {
        highestBid = level;
      }
      if (asks.contains(level)) {
        lowestAsk = Math.min(lowestAsk, level);
      }
    }
    require(total == count, 0, "size");
    require(bestBid == highestBid, bestBid, "best bid");
    require(bestAsk == lowestAsk, bestAsk, "best ask");
    require(bestBid < bestAsk, bestBid, "crossed");
  }

  private void require(boolean holds, int level, String what) {
    if (!holds) {
      throw new IllegalStateException(what + " wrong at tick " + (minTick + level));
    }
  }

  private int first(int level) {
    return queues.first((int) (ladder[level * FIELDS + ENDS] >>> 32));
  }

  private static long ends(int first, int last) {
    return (long) first << 32 | last & 0xFFFF_FFFFL;
  }

  private void emptied(int level, boolean bid) {
    if (bid) {
      bids.remove(level);
      if (level == bestBid) {
        bestBid = bids.atOrBelow(level - 1);
      }
    } else {
      asks.remove(level);
      if (level == bestAsk) {
        int next = asks.atOrAbove(level + 1);
        bestAsk = next == LevelSet.NONE ? levels : next;
      }
    }
  }
}
