package sibyl.engine.ledger;

import java.util.Arrays;
import sibyl.engine.Accounts;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;
import sibyl.engine.table.NumberIndex;

/** Accounts and their cash, as flat records found by account number. */
public final class AccountTable {
  public static final int NONE = -1;

  // The record; what is public is for the short path.
  public static final int FIELDS = 4;
  public static final int ID = 0;
  public static final int FREE = 1;
  public static final int HELD = 2;

  /** Open orders over all markets in the upper half. */
  public static final int ORDERS_FLAGS = 3;

  private static final int NETTING = 1;
  private static final int SUSPENDED = 2;
  private static final long NO_ACCOUNT = 0;

  /** So many accounts stay in a processor's own cache. */
  private static final int NEAR = 1 << 14;

  private final int maxAccounts;
  private NumberIndex slots = new NumberIndex();
  private long[] records = new long[64 * FIELDS];
  private int[] freeSlots = new int[16];
  private int freeCount;
  private int used;
  private int suspended;

  AccountTable(int maxAccounts) {
    this.maxAccounts = maxAccounts;
  }

  /** The slot of an account, or {@link #NONE}. */
  public int find(long account) {
    return slots.get(account);
  }

  /** The slot of a person's or a team's account, or {@link #NONE}. */
  public int findPerson(long account) {
    return Accounts.isPerson(account) ? slots.get(account) : NONE;
  }

  /** Whether they are too many to stay in a processor's own cache. */
  public boolean areMany() {
    return used > NEAR;
  }

  /** Reads what {@link #find} will, for no other purpose than to have it near. */
  public int fetchIndex(long account) {
    return slots.get(account);
  }

  /** Likewise, the record of an account, which may be {@link #NONE}. */
  public long fetch(int slot) {
    return records[Math.max(slot, 0) * FIELDS];
  }

  /** Whether {@code more} accounts can be opened. */
  public boolean hasRoomFor(int more) {
    return slots.size() + more <= maxAccounts;
  }

  public int size() {
    return slots.size();
  }

  /** The records themselves, for the short path; others from when the next account is opened. */
  public long[] records() {
    return records;
  }

  public long id(int slot) {
    return records[slot * FIELDS + ID];
  }

  public long free(int slot) {
    return records[slot * FIELDS + FREE];
  }

  public long held(int slot) {
    return records[slot * FIELDS + HELD];
  }

  /** Whether shares just bought first close the opposite ones into cash. */
  public boolean netting(int slot) {
    return (records[slot * FIELDS + ORDERS_FLAGS] & NETTING) != 0;
  }

  /** Whether there is an account that may only cancel. */
  public boolean anySuspended() {
    return suspended > 0;
  }

  /** Whether the account may only cancel. */
  public boolean suspended(int slot) {
    return (records[slot * FIELDS + ORDERS_FLAGS] & SUSPENDED) != 0;
  }

  /** Open orders over all markets. */
  public int openOrders(int slot) {
    return (int) (records[slot * FIELDS + ORDERS_FLAGS] >>> 32);
  }

  public void countOrders(int slot, int more) {
    records[slot * FIELDS + ORDERS_FLAGS] += (long) more << 32;
  }

  /** Slots run from 0 to this; those of removed accounts have id 0. */
  public int slotCount() {
    return used;
  }

  int open(long account, boolean netting) {
    int slot = freeCount > 0 ? freeSlots[--freeCount] : used++;
    if (used * FIELDS > records.length) {
      records = Arrays.copyOf(records, 2 * records.length);
    }
    int i = slot * FIELDS;
    records[i + ID] = account;
    records[i + FREE] = 0;
    records[i + HELD] = 0;
    records[i + ORDERS_FLAGS] = netting ? NETTING : 0;
    slots.add(account, slot);
    return slot;
  }

  void remove(int slot) {
    if (free(slot) != 0 || held(slot) != 0) {
      throw new IllegalStateException("account " + id(slot) + " removed with cash in it");
    }
    slots.remove(id(slot));
    suspended -= suspended(slot) ? 1 : 0;
    records[slot * FIELDS + ID] = NO_ACCOUNT;
    pushFree(slot);
  }

  void settings(int slot, boolean netting, boolean suspended) {
    this.suspended += (suspended ? 1 : 0) - (suspended(slot) ? 1 : 0);
    long flags = (netting ? NETTING : 0) | (suspended ? SUSPENDED : 0);
    records[slot * FIELDS + ORDERS_FLAGS] = (long) openOrders(slot) << 32 | flags;
  }

  void set(int slot, long free, long held) {
    records[slot * FIELDS + FREE] = free;
    records[slot * FIELDS + HELD] = held;
  }

  void write(StateWriter out) {
    out.putInt(used);
    for (int slot = 0; slot < used; slot++) {
      for (int field = 0; field < FIELDS; field++) {
        out.putLong(records[slot * FIELDS + field]);
      }
    }
    out.putInt(freeCount);
    for (int i = 0; i < freeCount; i++) {
      out.putInt(freeSlots[i]);
    }
  }

  void read(StateReader in) {
    slots = new NumberIndex();
    used = in.getInt("account slots", 0, Integer.MAX_VALUE / FIELDS);
    records = new long[Math.max(64, used) * FIELDS];
    for (int slot = 0; slot < used; slot++) {
      for (int field = 0; field < FIELDS; field++) {
        records[slot * FIELDS + field] = in.getLong();
      }
      if (id(slot) != NO_ACCOUNT) {
        slots.add(id(slot), slot);
        suspended += suspended(slot) ? 1 : 0;
      }
    }
    int free = in.getInt("free account slots", 0, used);
    for (int i = 0; i < free; i++) {
      pushFree(in.getInt("free account slot", 0, used - 1));
    }
  }

  private void pushFree(int slot) {
    if (freeCount == freeSlots.length) {
      freeSlots = Arrays.copyOf(freeSlots, 2 * freeCount);
    }
    freeSlots[freeCount++] = slot;
  }
}
