package sibyl.engine.book;

import java.util.Arrays;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The open orders of all books, as flat records in two arrays: no object per order, nothing for the
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

  // One record of ints: where the order stands, and whose it is.
  private static final int INTS = 8;
  private static final int NEXT = 0;
  private static final int PREVIOUS = 1;
  private static final int TICK = 2;
  private static final int ACCOUNT = 3;
  private static final int POSITION = 4;
  private static final int MARKET = 5;
  private static final int FLAGS = 6;
  private static final int EXPIRY_PLACE = 7;

  // One record of longs: how much, and what was charged.
  private static final int LONGS = 6;
  private static final int ID = 0;
  private static final int REMAINING = 1;
  private static final int QUANTITY = 2;
  private static final int FEE_WHOLE = 3;
  private static final int FEE_REST = 4;
  private static final int EXPIRES_AT = 5;

  private static final int BID = 1;
  private static final int SELL = 2;
  private static final int NO = 4;
  private static final int CANCEL_ON_HALT = 8;

  private final int maxOrders;
  private int[] ints = new int[FIRST_CAPACITY * INTS];
  private long[] longs = new long[FIRST_CAPACITY * LONGS];
  private int firstFree = NONE;
  private int used;
  private int live;
  private long lastNumber;

  /**
   * @param maxOrders most orders at a time
   */
  public Orders(int maxOrders) {
    if (maxOrders < 1 || maxOrders > SLOT_MASK + 1) {
      throw new IllegalArgumentException("maxOrders " + maxOrders);
    }
    this.maxOrders = maxOrders;
  }

  public boolean isFull() {
    return live == maxOrders;
  }

  public int live() {
    return live;
  }

  /**
   * Gives out a slot with a new id.
   *
   * @throws IllegalStateException if there is none; ask {@link #isFull()} first
   */
  public int allocate(
      int account, int position, int market, Side side, Outcome outcome, long quantity) {
    if (isFull()) {
      throw new IllegalStateException("no order slot left of " + maxOrders);
    }
    int slot = firstFree;
    if (slot == NONE) {
      slot = used++;
      growTo(used);
    } else {
      firstFree = ints[slot * INTS + NEXT];
    }
    live++;
    lastNumber++;
    boolean bid = (side == Side.BUY) == (outcome == Outcome.YES);
    int i = slot * INTS;
    ints[i + NEXT] = NONE;
    ints[i + PREVIOUS] = NONE;
    ints[i + TICK] = 0;
    ints[i + ACCOUNT] = account;
    ints[i + POSITION] = position;
    ints[i + MARKET] = market;
    ints[i + FLAGS] =
        (bid ? BID : 0) | (side == Side.SELL ? SELL : 0) | (outcome == Outcome.NO ? NO : 0);
    ints[i + EXPIRY_PLACE] = NONE;
    int l = slot * LONGS;
    longs[l + ID] = lastNumber << SLOT_BITS | slot;
    longs[l + REMAINING] = quantity;
    longs[l + QUANTITY] = quantity;
    longs[l + FEE_WHOLE] = 0;
    longs[l + FEE_REST] = 0;
    longs[l + EXPIRES_AT] = 0;
    return slot;
  }

  /** Takes a slot back; its id is unknown from now on. */
  public void free(int slot) {
    longs[slot * LONGS + ID] = 0;
    ints[slot * INTS + NEXT] = firstFree;
    firstFree = slot;
    live--;
  }

  /** The slot of an order, or {@link #NONE} when there is no such order. */
  public int find(long id) {
    int slot = (int) id & SLOT_MASK;
    return id > 0 && slot < used && longs[slot * LONGS + ID] == id ? slot : NONE;
  }

  public long id(int slot) {
    return longs[slot * LONGS + ID];
  }

  public long remaining(int slot) {
    return longs[slot * LONGS + REMAINING];
  }

  public void remaining(int slot, long remaining) {
    longs[slot * LONGS + REMAINING] = remaining;
  }

  /** What the order was for in all, filled part included. */
  public long quantity(int slot) {
    return longs[slot * LONGS + QUANTITY];
  }

  /** Fee so far, the whole millionths of its exact amount. */
  public long feeWhole(int slot) {
    return longs[slot * LONGS + FEE_WHOLE];
  }

  /** Fee so far, the exact rest below one millionth in the market's fee denominator. */
  public long feeRest(int slot) {
    return longs[slot * LONGS + FEE_REST];
  }

  public void fee(int slot, long whole, long rest) {
    longs[slot * LONGS + FEE_WHOLE] = whole;
    longs[slot * LONGS + FEE_REST] = rest;
  }

  /** Log time at which the order ends, milliseconds; 0 for never. */
  public long expiresAtMs(int slot) {
    return longs[slot * LONGS + EXPIRES_AT];
  }

  public void expiresAtMs(int slot, long timeMs) {
    longs[slot * LONGS + EXPIRES_AT] = timeMs;
  }

  public int account(int slot) {
    return ints[slot * INTS + ACCOUNT];
  }

  public int position(int slot) {
    return ints[slot * INTS + POSITION];
  }

  public int market(int slot) {
    return ints[slot * INTS + MARKET];
  }

  /** The price, in ticks of the book and in YES terms. */
  public int tick(int slot) {
    return ints[slot * INTS + TICK];
  }

  public boolean isBid(int slot) {
    return (ints[slot * INTS + FLAGS] & BID) != 0;
  }

  public Side side(int slot) {
    return (ints[slot * INTS + FLAGS] & SELL) == 0 ? Side.BUY : Side.SELL;
  }

  public Outcome outcome(int slot) {
    return (ints[slot * INTS + FLAGS] & NO) == 0 ? Outcome.YES : Outcome.NO;
  }

  public boolean cancelOnHalt(int slot) {
    return (ints[slot * INTS + FLAGS] & CANCEL_ON_HALT) != 0;
  }

  public void markCancelOnHalt(int slot) {
    ints[slot * INTS + FLAGS] |= CANCEL_ON_HALT;
  }

  void tick(int slot, int tick) {
    ints[slot * INTS + TICK] = tick;
  }

  int next(int slot) {
    return ints[slot * INTS + NEXT];
  }

  void next(int slot, int next) {
    ints[slot * INTS + NEXT] = next;
  }

  int previous(int slot) {
    return ints[slot * INTS + PREVIOUS];
  }

  void previous(int slot, int previous) {
    ints[slot * INTS + PREVIOUS] = previous;
  }

  int expiryPlace(int slot) {
    return ints[slot * INTS + EXPIRY_PLACE];
  }

  void expiryPlace(int slot, int place) {
    ints[slot * INTS + EXPIRY_PLACE] = place;
  }

  /** Writes the numbering and the free slots; each book writes its own orders. */
  public void write(StateWriter out) {
    out.putLong(lastNumber);
    out.putInt(used);
    out.putInt(live);
    for (int slot = firstFree; slot != NONE; slot = next(slot)) {
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
        next(last, slot);
      }
      next(slot, NONE);
      last = slot;
    }
  }

  void writeOrder(int slot, StateWriter out) {
    int i = slot * INTS;
    int l = slot * LONGS;
    out.putLong(longs[l + ID]);
    out.putInt(ints[i + TICK]);
    out.putInt(ints[i + ACCOUNT]);
    out.putInt(ints[i + FLAGS]);
    out.putLong(longs[l + REMAINING]);
    out.putLong(longs[l + QUANTITY]);
    out.putLong(longs[l + FEE_WHOLE]);
    out.putLong(longs[l + FEE_REST]);
    out.putLong(longs[l + EXPIRES_AT]);
  }

  /** Reads one order into the slot it had, outside any level yet. */
  int readOrder(StateReader in, int market) {
    long id = in.getLong();
    int slot = (int) id & SLOT_MASK;
    if (slot >= used) {
      throw new IllegalStateException("snapshot: order " + id + " beyond " + used + " slots");
    }
    int i = slot * INTS;
    int l = slot * LONGS;
    longs[l + ID] = id;
    ints[i + NEXT] = NONE;
    ints[i + PREVIOUS] = NONE;
    ints[i + TICK] = in.getInt();
    ints[i + ACCOUNT] = in.getInt();
    ints[i + POSITION] = NONE;
    ints[i + MARKET] = market;
    ints[i + FLAGS] = in.getInt();
    ints[i + EXPIRY_PLACE] = NONE;
    longs[l + REMAINING] = in.getLong();
    longs[l + QUANTITY] = in.getLong();
    longs[l + FEE_WHOLE] = in.getLong();
    longs[l + FEE_REST] = in.getLong();
    longs[l + EXPIRES_AT] = in.getLong();
    return slot;
  }

  /** Sets what a restored order belongs to once positions are known. */
  public void position(int slot, int position) {
    ints[slot * INTS + POSITION] = position;
  }

  private void growTo(int slots) {
    int capacity = longs.length / LONGS;
    if (slots > capacity) {
      int wanted = Math.min(maxOrders, Math.max(slots, 2 * capacity));
      ints = Arrays.copyOf(ints, wanted * INTS);
      longs = Arrays.copyOf(longs, wanted * LONGS);
    }
  }
}
