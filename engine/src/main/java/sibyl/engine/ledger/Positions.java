package sibyl.engine.ledger;

import java.util.Arrays;
import sibyl.engine.Outcome;
import sibyl.engine.limits.Limits;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * Shares of both outcomes that one account has in one market, as flat records. A position exists
 * while it has shares or resting orders.
 */
public final class Positions {
  public static final int NONE = -1;

  // The record, a line of the processor's cache as in Orders; what is public is for the short path.
  public static final int FIELDS = 8;
  private static final int KEY = 6;

  /** The first resting order and one more, and how many orders are open. */
  public static final int ORDERS = 7;

  public static final int RESTING_BUYS = 8;

  // Two fields each: free, then held.
  private static final int YES = 9;
  private static final int NO = 11;
  private static final int LINKS = 13;

  private static final int ORDERS_MAX = Limits.OPEN_ORDERS_MAX;

  /** Links of a position that is in no list. */
  private static final long UNLISTED = Long.MIN_VALUE;

  private final int maxPositions;
  private final int maxPerAccount;
  // Each market has an index of its own, by account, so that those of the markets in which much
  // happens stay near: open addressing, at most half full, moving entries back on removal. An entry
  // is the hash of an account, which no other account has, and a slot: looking for one reads the
  // record of none.
  private static final long EMPTY = Holders.EMPTY;

  private int size;
  private long[] records = new long[65 * FIELDS];
  // Which positions an account has: links by position, the first one by account.
  private long[] accountLinks = new long[64];
  private int[] firstOfAccount = new int[0];
  private int[] countOfAccount = new int[0];
  private int firstFree = NONE;
  private int used;

  Positions(int maxPositions, int maxPerAccount) {
    this.maxPositions = maxPositions;
    this.maxPerAccount = maxPerAccount;
  }

  /** The slot of an account's position in a market, or {@link #NONE}; pools are not found. */
  public int find(int account, Holders holders) {
    int hash = hash(account);
    long[] index = holders.index;
    int at = hash >>> holders.shift;
    long entry = index[at];
    while (entry != EMPTY) {
      if (hashOf(entry) == hash) {
        return (int) entry;
      }
      at = at + 1 & index.length - 1;
      entry = index[at];
    }
    return NONE;
  }

  /** Reads what {@link #find} will first, for no other purpose than to have it near. */
  public long fetchIndex(int account, Holders holders) {
    return holders.index[hash(account) >>> holders.shift];
  }

  /** Likewise, the record of a position, which may be {@link #NONE}. */
  public long fetch(int slot) {
    return records[Math.max(slot, 0) * FIELDS + KEY];
  }

  /** Likewise, the record that {@link #open} puts a new one behind. */
  public long fetchLast(Holders holders) {
    return fetch(holders.last);
  }

  /** Likewise, those next to it in its market's list: what {@link #close} writes to. */
  public long fetchNeighbours(int slot) {
    long links = records[slot * FIELDS + LINKS];
    return links == UNLISTED ? 0 : fetch((int) (links >>> 32)) ^ fetch((int) links);
  }

  /** Likewise, its links in its account's list. */
  public long fetchAccountLinks(int slot) {
    return accountLinks[slot];
  }

  /** Likewise, the links of those next to it there. */
  public long fetchAccountNeighbours(int slot) {
    long links = accountLinks[slot];
    return accountLinks[Math.max((int) (links >>> 32), 0)] ^ accountLinks[Math.max((int) links, 0)];
  }

  /** Whether {@code more} positions can be started, by pools and market makers. */
  public boolean hasRoomFor(int more) {
    return size + more <= maxPositions;
  }

  /** Whether a person's or a team's account can start {@code more} positions. */
  public boolean hasRoomFor(int account, int more) {
    return hasRoomFor(more) && countOf(account) + more <= maxPerAccount;
  }

  /** How many positions an account has, pools apart. */
  public int countOf(int account) {
    return account < countOfAccount.length ? countOfAccount[account] : 0;
  }

  public int size() {
    return size;
  }

  /**
   * Starts a position.
   *
   * @param holders the market's list to put it into
   */
  public int open(int account, int market, Holders holders) {
    int slot = openUnlisted(account, market);
    link(slot, holders);
    if (2 * holders.count > holders.index.length) {
      growIndex(holders);
    }
    enter(slot, holders);
    linkToAccount(slot, account);
    return slot;
  }

  /** Starts a position that is in no list, of the market's holders or its account's: a pool's. */
  public int openUnlisted(int account, int market) {
    int slot = firstFree;
    if (slot == NONE) {
      slot = used++;
      if ((used + 1) * FIELDS > records.length) {
        records = Arrays.copyOf(records, 2 * records.length);
        accountLinks = Arrays.copyOf(accountLinks, records.length / FIELDS);
      }
    } else {
      firstFree = next(slot);
    }
    Arrays.fill(records, slot * FIELDS + KEY, (slot + 1) * FIELDS + KEY, 0);
    records[slot * FIELDS + KEY] = key(account, market);
    records[slot * FIELDS + LINKS] = UNLISTED;
    size++;
    return slot;
  }

  /** Whether nothing is left in a position: no shares and no resting orders. */
  public boolean isEmpty(int slot) {
    int i = slot * FIELDS;
    return records[i + ORDERS] == 0
        && (records[i + YES] | records[i + YES + 1] | records[i + NO] | records[i + NO + 1]) == 0;
  }

  /** Ends an empty position. */
  public void close(int slot, Holders holders) {
    if (!isEmpty(slot)) {
      throw new IllegalStateException("position closed with something in it");
    }
    size--;
    if (records[slot * FIELDS + LINKS] != UNLISTED) {
      leave(slot, holders);
      unlink(slot, holders);
      unlinkFromAccount(slot);
    }
    links(slot, firstFree, NONE);
    firstFree = slot;
  }

  /** The records themselves, for the short path; others from when the next position is opened. */
  public long[] records() {
    return records;
  }

  /** Where a record has the free shares of an outcome; the held ones follow. */
  public static int of(Outcome outcome) {
    return outcome == Outcome.YES ? YES : NO;
  }

  public int account(int slot) {
    return (int) (records[slot * FIELDS + KEY] >>> 32);
  }

  public int market(int slot) {
    return (int) records[slot * FIELDS + KEY];
  }

  public long free(int slot, Outcome outcome) {
    return records[slot * FIELDS + of(outcome)];
  }

  public long held(int slot, Outcome outcome) {
    return records[slot * FIELDS + of(outcome) + 1];
  }

  public int openOrders(int slot) {
    return (int) records[slot * FIELDS + ORDERS];
  }

  /** The first of its resting orders, or {@link #NONE}. */
  public int firstOrder(int slot) {
    return (int) (records[slot * FIELDS + ORDERS] >>> 32) - 1;
  }

  public void firstOrder(int slot, int order) {
    records[slot * FIELDS + ORDERS] = (long) (order + 1) << 32 | openOrders(slot);
  }

  /** What the resting buy orders of both outcomes still ask for, hundredths. */
  public long restingBuys(int slot) {
    return records[slot * FIELDS + RESTING_BUYS];
  }

  public void countOrders(int slot, int more) {
    records[slot * FIELDS + ORDERS] += more;
  }

  public void addRestingBuys(int slot, long more) {
    records[slot * FIELDS + RESTING_BUYS] += more;
  }

  /** The next younger position of the same market, or {@link #NONE}. */
  public int next(int slot) {
    return (int) (records[slot * FIELDS + LINKS] >>> 32);
  }

  /** One of an account's positions, pools apart, or {@link #NONE}. */
  public int firstOf(int account) {
    return account < firstOfAccount.length ? firstOfAccount[account] - 1 : NONE;
  }

  /** The next position of the same account, in no particular order, or {@link #NONE}. */
  public int nextOfAccount(int slot) {
    return (int) (accountLinks[slot] >>> 32);
  }

  void set(int slot, Outcome outcome, long free, long held) {
    int i = slot * FIELDS + of(outcome);
    records[i] = free;
    records[i + 1] = held;
  }

  /** Writes the position of a pool and the positions of its market. */
  public void write(StateWriter out, int pool, Holders holders) {
    writeOne(out, pool);
    out.putInt(holders.count);
    for (int slot = holders.first; slot != NONE; slot = next(slot)) {
      writeOne(out, slot);
    }
  }

  /** Reads them back; returns the pool's slot. */
  public int read(StateReader in, int market, Holders holders) {
    int pool = openUnlisted(in.getInt(), market);
    readOne(in, pool);
    int count = in.getInt("holders of market " + market, 0, maxPositions);
    for (int i = 0; i < count; i++) {
      readOne(in, open(in.getInt(), market, holders));
    }
    return pool;
  }

  private void writeOne(StateWriter out, int slot) {
    out.putInt(account(slot));
    out.putInt(openOrders(slot));
    for (int field = RESTING_BUYS; field < LINKS; field++) {
      out.putLong(records[slot * FIELDS + field]);
    }
  }

  private void readOne(StateReader in, int slot) {
    records[slot * FIELDS + ORDERS] = in.getInt("open orders of a position", 0, ORDERS_MAX);
    for (int field = RESTING_BUYS; field < LINKS; field++) {
      records[slot * FIELDS + field] = in.getLong();
    }
  }

  private void link(int slot, Holders holders) {
    links(slot, NONE, holders.last);
    if (holders.last == NONE) {
      holders.first = slot;
    } else {
      links(holders.last, slot, previous(holders.last));
    }
    holders.last = slot;
    holders.count++;
  }

  private void unlink(int slot, Holders holders) {
    int next = next(slot);
    int previous = previous(slot);
    if (previous == NONE) {
      holders.first = next;
    } else {
      links(previous, next, previous(previous));
    }
    if (next == NONE) {
      holders.last = previous;
    } else {
      links(next, next(next), previous);
    }
    holders.count--;
  }

  private void linkToAccount(int slot, int account) {
    if (account >= firstOfAccount.length) {
      firstOfAccount = Arrays.copyOf(firstOfAccount, Math.max(64, 2 * account));
      countOfAccount = Arrays.copyOf(countOfAccount, firstOfAccount.length);
    }
    countOfAccount[account]++;
    int first = firstOfAccount[account] - 1;
    accountLinks[slot] = pair(first, NONE);
    if (first != NONE) {
      accountLinks[first] = pair(nextOfAccount(first), slot);
    }
    firstOfAccount[account] = slot + 1;
  }

  private void unlinkFromAccount(int slot) {
    countOfAccount[account(slot)]--;
    int next = nextOfAccount(slot);
    int previous = (int) accountLinks[slot];
    if (previous == NONE) {
      firstOfAccount[account(slot)] = next + 1;
    } else {
      accountLinks[previous] = pair(next, (int) accountLinks[previous]);
    }
    if (next != NONE) {
      accountLinks[next] = pair(nextOfAccount(next), previous);
    }
  }

  private int previous(int slot) {
    return (int) records[slot * FIELDS + LINKS];
  }

  private void links(int slot, int next, int previous) {
    records[slot * FIELDS + LINKS] = pair(next, previous);
  }

  private static long pair(int next, int previous) {
    return (long) next << 32 | previous & 0xFFFF_FFFFL;
  }

  private void enter(int slot, Holders holders) {
    int hash = hash(account(slot));
    enter((long) hash << Integer.SIZE | slot, holders.index, holders.shift);
  }

  private static void enter(long entry, long[] index, int shift) {
    int at = hashOf(entry) >>> shift;
    while (index[at] != EMPTY) {
      at = at + 1 & index.length - 1;
    }
    index[at] = entry;
  }

  private void leave(int slot, Holders holders) {
    long[] index = holders.index;
    int mask = index.length - 1;
    int hole = hash(account(slot)) >>> holders.shift;
    while ((int) index[hole] != slot) {
      if (index[hole] == EMPTY) {
        throw new IllegalStateException("position " + slot + " is not in the index");
      }
      hole = hole + 1 & mask;
    }
    int next = hole + 1 & mask;
    while (index[next] != EMPTY) {
      int home = hashOf(index[next]) >>> holders.shift;
      if ((next - home & mask) >= (next - hole & mask)) {
        index[hole] = index[next];
        hole = next;
      }
      next = next + 1 & mask;
    }
    index[hole] = EMPTY;
  }

  /** Doubles an index. */
  private static void growIndex(Holders holders) {
    long[] smaller = holders.index;
    holders.index = Holders.emptyIndex(2 * smaller.length);
    holders.shift--;
    for (long entry : smaller) {
      if (entry != EMPTY) {
        enter(entry, holders.index, holders.shift);
      }
    }
  }

  /** Of every account another: the factor is odd. */
  private static int hash(int account) {
    return account * 0x9E37_79B1;
  }

  private static int hashOf(long entry) {
    return (int) (entry >>> Integer.SIZE);
  }

  private static long key(int account, int market) {
    return (long) account << 32 | market;
  }
}
