package sibyl.engine.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The open orders of all books, as flat records in arrays: no object per order, nothing for the
 * collector to follow. A slot that is free is linked to the next free one, last freed first used.
 *
 * <p>An order's id carries its slot in the low bits, so that finding an order by id is one load and
 * one comparison; the rest of the id counts up, so no id is ever used twice.
 */
public final class Orders {
  public static final int NONE = -1;

  private static final int SLOT_BITS = 24;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
  private static final int FIRST_CAPACITY = 1 << 10;
  private static final int FIRST_NODES = 1 << 11;

  /** So many orders stay in a processor's own cache. */
  private static final int NEAR = 1 << 13;

  // What every step of an order's life touches, one record of 64 bytes. Two numbers of 32 bits
  // share a field where both fit. The first record begins where a line of the processor's cache
  // does
  // when objects begin where lines do. What is public is for the short path.
  public static final int FIELDS = 8;
  public static final int ID = 6;
  public static final int REMAINING = 7;

  /** Where the order stands in the queue of its level, in the lower half. */
  public static final int QUEUE = 8;

  public static final int TICK_FLAGS = 9;
  public static final int ACCOUNT_POSITION = 10;
  public static final int MARKET_EXPIRY = 11;
  public static final int QUANTITY = 12;
  public static final int OWNER_LINKS = 13;

  // What only markets with a fee touch.
  private static final int FEE_FIELDS = 2;
  private static final int WHOLE = 0;
  private static final int REST = 1;

  public static final int BID = 1;
  public static final int SELL = 2;
  public static final int NO = 4;
  private static final int CANCEL_ON_HALT = 8;
  public static final int ENDS = 16;
  private static final int CHARGED = 1 << 16;
  private static final int POST_ONLY = 32;
  public static final int LISTED = 64;
  public static final int GROUPED = 128;
  private static final int PREVENTION_SHIFT = 8;
  public static final int REDUCE_ONLY = 1 << 10;
  private static final int REDUCED_BY_PREVENTION = 1 << 11;
  private static final int REDUCED_BY_REDUCE_ONLY = 1 << 12;

  /** Whether, and why, some of the order was taken off since its owner last stated a quantity. */
  public static final int REDUCED = REDUCED_BY_PREVENTION | REDUCED_BY_REDUCE_ONLY;

  private static final SelfTradePrevention[] PREVENTIONS = SelfTradePrevention.values();

  private final int maxOrders;
  private long[] records = new long[(FIRST_CAPACITY + 1) * FIELDS];
  private long[] ends = new long[FIRST_CAPACITY];
  private long[] fees = new long[FIRST_CAPACITY * FEE_FIELDS];
  private int[] groups = new int[FIRST_CAPACITY];
  private int firstFree = NONE;
  private int used;
  private int live;
  private long lastNumber;
  private final Queues queues;

  /**
   * @param maxOrders most orders at a time
   */
  public Orders(int maxOrders) {
    if (maxOrders < 1 || maxOrders > SLOT_MASK + 1) {
      throw new IllegalArgumentException("maxOrders " + maxOrders);
    }
    this.maxOrders = maxOrders;
    queues = new Queues(Math.min(maxOrders, FIRST_NODES));
  }

  public boolean isFull() {
    return !hasRoomFor(1);
  }

  /** Whether {@code more} orders can be taken in. */
  public boolean hasRoomFor(int more) {
    return live + more <= maxOrders;
  }

  public int live() {
    return live;
  }

  /**
   * Gives out a slot with a new id.
   *
   * @param terms of {@link #terms(Side, Outcome, SelfTradePrevention, boolean, boolean)}
   * @throws IllegalStateException if there is none; ask {@link #isFull()} first
   */
  public int allocate(int account, int position, int market, int terms, long quantity) {
    if (isFull()) {
      throw new IllegalStateException("no order slot left of " + maxOrders);
    }
    int slot = take();
    int i = slot * FIELDS;
    records[i + ID] = lastNumber << SLOT_BITS | slot;
    records[i + REMAINING] = quantity;
    records[i + OWNER_LINKS] = pair(NONE, NONE);
    records[i + TICK_FLAGS] = pair(0, terms);
    records[i + ACCOUNT_POSITION] = pair(account, position);
    records[i + MARKET_EXPIRY] = pair(market, NONE);
    records[i + QUANTITY] = quantity;
    return slot;
  }

  /** Takes a slot from the free ones for the next id, with nothing written there yet. */
  public int take() {
    int slot = firstFree;
    if (slot == NONE) {
      slot = used++;
      growTo(used);
    } else {
      firstFree = nextFree(slot);
    }
    live++;
    lastNumber++;
    return slot;
  }

  /** The id of the order that was taken in last, in its slot. */
  public long lastId(int slot) {
    return lastNumber << SLOT_BITS | slot;
  }

  /** The records themselves, for the short path; others from when the next order is taken in. */
  public long[] records() {
    return records;
  }

  /** What an order keeps of its terms, besides its numbers. */
  @SuppressWarnings("EnumOrdinal")
  public static int terms(
      Side side,
      Outcome outcome,
      SelfTradePrevention prevention,
      boolean postOnly,
      boolean cancelOnHalt) {
    boolean bid = (side == Side.BUY) == (outcome == Outcome.YES);
    return (bid ? BID : 0)
        | (side == Side.SELL ? SELL : 0)
        | (outcome == Outcome.NO ? NO : 0)
        | (postOnly ? POST_ONLY : 0)
        | (cancelOnHalt ? CANCEL_ON_HALT : 0)
        | prevention.ordinal() << PREVENTION_SHIFT;
  }

  /** Takes a slot back; its id is unknown from now on. */
  public void free(int slot) {
    records[slot * FIELDS + ID] = 0;
    records[slot * FIELDS + QUEUE] = firstFree;
    firstFree = slot;
    live--;
  }

  /** The slot of an order, or {@link #NONE} when there is no such order. */
  public int find(long id) {
    int slot = (int) id & SLOT_MASK;
    return id > 0 && slot < used && records[slot * FIELDS + ID] == id ? slot : NONE;
  }

  public long id(int slot) {
    return records[slot * FIELDS + ID];
  }

  public long remaining(int slot) {
    return records[slot * FIELDS + REMAINING];
  }

  public void remaining(int slot, long remaining) {
    records[slot * FIELDS + REMAINING] = remaining;
  }

  /** What the order is for in all, filled part included; what was taken off is not in it. */
  public long quantity(int slot) {
    return records[slot * FIELDS + QUANTITY];
  }

  public void quantity(int slot, long quantity) {
    records[slot * FIELDS + QUANTITY] = quantity;
  }

  /** Fee so far, the whole millionths of its exact amount. */
  public long feeWhole(int slot) {
    return isCharged(slot) ? fees[slot * FEE_FIELDS + WHOLE] : 0;
  }

  /** Fee so far, the exact rest below one millionth in the market's fee denominator. */
  public long feeRest(int slot) {
    return isCharged(slot) ? fees[slot * FEE_FIELDS + REST] : 0;
  }

  public void fee(int slot, long whole, long rest) {
    mark(slot, CHARGED);
    fees[slot * FEE_FIELDS + WHOLE] = whole;
    fees[slot * FEE_FIELDS + REST] = rest;
  }

  /** Whether the order ends by itself, at {@link #expiresAtMs}. */
  public boolean ends(int slot) {
    return (flags(slot) & ENDS) != 0;
  }

  /** Whether the order's time is over. */
  public boolean hasEnded(int slot, long nowMs) {
    return ends(slot) && expiresAtMs(slot) <= nowMs;
  }

  /** Log time at which the order ends, milliseconds; 0 for never. */
  public long expiresAtMs(int slot) {
    return ends(slot) ? ends[slot] : 0;
  }

  public void expiresAtMs(int slot, long timeMs) {
    if (timeMs != 0) {
      ends[slot] = timeMs;
      mark(slot, ENDS);
    }
  }

  public int account(int slot) {
    return high(records[slot * FIELDS + ACCOUNT_POSITION]);
  }

  public int position(int slot) {
    return low(records[slot * FIELDS + ACCOUNT_POSITION]);
  }

  /** Sets what a restored order belongs to once positions are known. */
  public void position(int slot, int position) {
    records[slot * FIELDS + ACCOUNT_POSITION] = pair(account(slot), position);
  }

  public int market(int slot) {
    return high(records[slot * FIELDS + MARKET_EXPIRY]);
  }

  /** The price, in ticks of the book and in YES terms. */
  public int tick(int slot) {
    return high(records[slot * FIELDS + TICK_FLAGS]);
  }

  public boolean isBid(int slot) {
    return (flags(slot) & BID) != 0;
  }

  public Side side(int slot) {
    return (flags(slot) & SELL) == 0 ? Side.BUY : Side.SELL;
  }

  public Outcome outcome(int slot) {
    return (flags(slot) & NO) == 0 ? Outcome.YES : Outcome.NO;
  }

  public boolean cancelOnHalt(int slot) {
    return (flags(slot) & CANCEL_ON_HALT) != 0;
  }

  public boolean postOnly(int slot) {
    return (flags(slot) & POST_ONLY) != 0;
  }

  public boolean reduceOnly(int slot) {
    return (flags(slot) & REDUCE_ONLY) != 0;
  }

  public void markReduceOnly(int slot) {
    mark(slot, REDUCE_ONLY);
  }

  /**
   * Why some of the order was taken off since its owner last stated a quantity, the latest reason
   * if there were two; null when nothing was.
   */
  public @Nullable ReduceReason reduced(int slot) {
    int flags = flags(slot);
    if ((flags & REDUCED_BY_PREVENTION) != 0) {
      return ReduceReason.SELF_TRADE_PREVENTION;
    }
    return (flags & REDUCED_BY_REDUCE_ONLY) != 0 ? ReduceReason.REDUCE_ONLY : null;
  }

  public void markReduced(int slot, ReduceReason reason) {
    forgetReduced(slot);
    mark(
        slot,
        switch (reason) {
          case SELF_TRADE_PREVENTION -> REDUCED_BY_PREVENTION;
          case REDUCE_ONLY -> REDUCED_BY_REDUCE_ONLY;
        });
  }

  /** The owner has stated a quantity anew. */
  public void forgetReduced(int slot) {
    records[slot * FIELDS + TICK_FLAGS] &= ~(long) REDUCED;
  }

  /** What happens when the order comes to meet one of its own account. */
  public SelfTradePrevention prevention(int slot) {
    return PREVENTIONS[flags(slot) >>> PREVENTION_SHIFT & 3];
  }

  /** The order's group, or {@link #NONE}. */
  public int group(int slot) {
    return (flags(slot) & GROUPED) == 0 ? NONE : groups[slot];
  }

  /** Puts a new order into a group. */
  public void group(int slot, int group) {
    mark(slot, GROUPED);
    groups[slot] = group;
  }

  // ---- reading ahead ----------------------------------------------------------------------------

  /** Whether they are too many to stay in a processor's own cache. */
  public boolean areMany() {
    return used > NEAR;
  }

  /** The slot that an order would have, if there is one. */
  public int guess(long id) {
    int slot = (int) id & SLOT_MASK;
    return slot < used ? slot : 0;
  }

  /** Reads an order's record for no other purpose than to have it near. */
  public long fetch(int slot) {
    return records[slot * FIELDS + ID];
  }

  /** Likewise, the node of its level that it stands in. */
  public int fetchQueue(int slot) {
    return queues.fetch(Queues.node(queuePlace(slot)));
  }

  /** Likewise, the orders next to it among those of its position. */
  public long fetchOwned(int slot) {
    long links = records[slot * FIELDS + OWNER_LINKS];
    return fetch(Math.max(high(links), 0)) ^ fetch(Math.max(low(links), 0));
  }

  // ---- the orders of one position ---------------------------------------------------------------

  /** Whether the order is in the list of its position's resting orders. */
  public boolean isListed(int slot) {
    return (flags(slot) & LISTED) != 0;
  }

  /** Puts an order before the first one of its position, which may be {@link #NONE}. */
  public void list(int slot, int first) {
    records[slot * FIELDS + OWNER_LINKS] = pair(first, NONE);
    if (first != NONE) {
      int i = first * FIELDS + OWNER_LINKS;
      records[i] = pair(high(records[i]), slot);
    }
    mark(slot, LISTED);
  }

  /**
   * Takes an order out of the list of its position.
   *
   * @param first the first one of the list
   * @return the first one afterwards
   */
  public int unlist(int slot, int first) {
    long links = records[slot * FIELDS + OWNER_LINKS];
    int next = high(links);
    int previous = low(links);
    if (next != NONE) {
      int i = next * FIELDS + OWNER_LINKS;
      records[i] = pair(high(records[i]), previous);
    }
    if (previous == NONE) {
      return next;
    }
    int i = previous * FIELDS + OWNER_LINKS;
    records[i] = pair(next, low(records[i]));
    return first;
  }

  /** The next order of the same position, in no particular order, or {@link #NONE}. */
  public int nextOfPosition(int slot) {
    return high(records[slot * FIELDS + OWNER_LINKS]);
  }

  /** Of two orders on one level the one with the lower number here comes first. */
  public long arrival(int slot) {
    return queues.number(queuePlace(slot));
  }

  // ---- for the book and the queue of expiries ---------------------------------------------------

  void tick(int slot, int tick) {
    records[slot * FIELDS + TICK_FLAGS] = pair(tick, flags(slot));
  }

  /** The queues of all books. */
  Queues queues() {
    return queues;
  }

  /** Where an order stands in the queue of its level. */
  int queuePlace(int slot) {
    return low(records[slot * FIELDS + QUEUE]);
  }

  void queuePlace(int slot, int place) {
    records[slot * FIELDS + QUEUE] = place;
  }

  private int nextFree(int slot) {
    return low(records[slot * FIELDS + QUEUE]);
  }

  int expiryPlace(int slot) {
    return low(records[slot * FIELDS + MARKET_EXPIRY]);
  }

  void expiryPlace(int slot, int place) {
    records[slot * FIELDS + MARKET_EXPIRY] = pair(market(slot), place);
  }

  /** Whether the order has fees so far: what stands there otherwise is of another order. */
  private boolean isCharged(int slot) {
    return (flags(slot) & CHARGED) != 0;
  }

  /** Writes the numbering and the free slots; each book writes its own orders. */
  public void write(StateWriter out) {
    out.putLong(lastNumber);
    out.putInt(used);
    out.putInt(live);
    for (int slot = firstFree; slot != NONE; slot = nextFree(slot)) {
      out.putInt(slot);
    }
  }

  public void read(StateReader in) {
    lastNumber = in.getLong();
    used = in.getInt("order slots", 0, maxOrders);
    live = in.getInt("live orders", 0, used);
    growTo(used);
    int last = NONE;
    for (int i = live; i < used; i++) {
      int slot = in.getInt("free slot", 0, used - 1);
      if (last == NONE) {
        firstFree = slot;
      } else {
        records[last * FIELDS + QUEUE] = slot;
      }
      records[slot * FIELDS + QUEUE] = NONE;
      last = slot;
    }
  }

  void writeOrder(int slot, StateWriter out) {
    out.putLong(id(slot));
    out.putInt(tick(slot));
    out.putInt(account(slot));
    out.putInt(flags(slot));
    out.putInt(group(slot));
    out.putLong(remaining(slot));
    out.putLong(quantity(slot));
    out.putLong(feeWhole(slot));
    out.putLong(feeRest(slot));
    out.putClock(expiresAtMs(slot));
  }

  /** Reads one order into the slot it had: in no level, no list, and without a position yet. */
  int readOrder(StateReader in, int market) {
    long id = in.getLong();
    int slot = (int) id & SLOT_MASK;
    if (slot >= used) {
      throw new IllegalStateException("snapshot: order " + id + " beyond " + used + " slots");
    }
    int i = slot * FIELDS;
    records[i + ID] = id;
    records[i + OWNER_LINKS] = pair(NONE, NONE);
    int tick = in.getInt();
    records[i + ACCOUNT_POSITION] = pair(in.getInt(), NONE);
    records[i + TICK_FLAGS] = pair(tick, in.getInt() & ~LISTED);
    groups[slot] = in.getInt();
    records[i + MARKET_EXPIRY] = pair(market, NONE);
    records[i + REMAINING] = in.getLong();
    records[i + QUANTITY] = in.getLong();
    fees[slot * FEE_FIELDS + WHOLE] = in.getLong();
    fees[slot * FEE_FIELDS + REST] = in.getLong();
    ends[slot] = in.getClock();
    return slot;
  }

  private int flags(int slot) {
    return low(records[slot * FIELDS + TICK_FLAGS]);
  }

  private void mark(int slot, int flag) {
    records[slot * FIELDS + TICK_FLAGS] |= flag;
  }

  private void growTo(int slots) {
    int capacity = records.length / FIELDS - 1;
    if (slots > capacity) {
      int wanted = Math.min(maxOrders, Math.max(slots, 2 * capacity));
      records = Arrays.copyOf(records, (wanted + 1) * FIELDS);
      ends = Arrays.copyOf(ends, wanted);
      fees = Arrays.copyOf(fees, wanted * FEE_FIELDS);
      groups = Arrays.copyOf(groups, wanted);
    }
  }

  private static long pair(int high, int low) {
    return (long) high << 32 | low & 0xFFFF_FFFFL;
  }

  private static int high(long pair) {
    return (int) (pair >>> 32);
  }

  private static int low(long pair) {
    return (int) pair;
  }
}
