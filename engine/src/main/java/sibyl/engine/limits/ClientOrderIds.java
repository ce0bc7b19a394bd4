package sibyl.engine.limits;

import java.util.Arrays;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The client order ids used lately, by account: a ring in order of use with a hash index over it.
 * An id is forgotten when its time is over or, at the bound, when it is the oldest; both depend on
 * the commands alone, so every replica forgets the same.
 */
public final class ClientOrderIds {
  /** No order has this id. */
  public static final long NONE = 0;

  private static final int FIELDS = 5;
  private static final int ACCOUNT = 0;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int ORDER = 3;
  private static final int TIME = 4;
  private static final long ABSENT = -1;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final int maxIds;
  private final long keptForMs;
  private long[] ring = new long[FIRST_CAPACITY * FIELDS];
  private int capacity = FIRST_CAPACITY;
  private int oldest;
  private int size;
  // Hash and ring place of each id, so that probing need not look into the ring.
  private long[] index = new long[2 * FIRST_CAPACITY];

  public ClientOrderIds(Limits limits) {
    maxIds = limits.clientOrderIds();
    keptForMs = limits.clientOrderIdsForMs();
    Arrays.fill(index, ABSENT);
  }

  public int size() {
    return size;
  }

  /** The order that has the id, or {@link #NONE} when it is not known (any more). */
  public long find(long account, long high, long low, long nowMs) {
    int hash = hash(account, high, low);
    int mask = index.length - 1;
    int at = hash & mask;
    while (index[at] != ABSENT) {
      if (hashOf(index[at]) == hash) {
        int i = entryOf(index[at]) * FIELDS;
        if (ring[i + LOW] == low && ring[i + HIGH] == high && ring[i + ACCOUNT] == account) {
          return nowMs - ring[i + TIME] < keptForMs ? ring[i + ORDER] : NONE;
        }
      }
      at = (at + 1) & mask;
    }
    return NONE;
  }

  /** Remembers an id that {@link #find} did not know. */
  public void add(long account, long high, long low, long order, long nowMs) {
    while (size > 0 && (size == maxIds || nowMs - ring[oldest * FIELDS + TIME] >= keptForMs)) {
      forgetOldest();
    }
    if (size == capacity) {
      grow();
    }
    int entry = oldest + size;
    if (entry >= capacity) {
      entry -= capacity;
    }
    int i = entry * FIELDS;
    ring[i + ACCOUNT] = account;
    ring[i + HIGH] = high;
    ring[i + LOW] = low;
    ring[i + ORDER] = order;
    ring[i + TIME] = nowMs;
    size++;
    insert(entry);
  }

  public void write(StateWriter out) {
    out.putInt(size);
    for (int n = 0; n < size; n++) {
      int i = (oldest + n) % capacity * FIELDS;
      out.putLong(ring[i + ACCOUNT]);
      out.putLong(ring[i + HIGH]);
      out.putLong(ring[i + LOW]);
      out.putLong(ring[i + ORDER]);
      out.putClock(ring[i + TIME]);
    }
  }

  public void read(StateReader in) {
    int count = in.getInt("client order ids", 0, maxIds);
    for (int n = 0; n < count; n++) {
      long account = in.getLong();
      long high = in.getLong();
      long low = in.getLong();
      long order = in.getLong();
      long time = in.getClock();
      if (size == capacity) {
        grow();
      }
      int i = n * FIELDS;
      ring[i + ACCOUNT] = account;
      ring[i + HIGH] = high;
      ring[i + LOW] = low;
      ring[i + ORDER] = order;
      ring[i + TIME] = time;
      size++;
      insert(n);
    }
  }

  private void forgetOldest() {
    int mask = index.length - 1;
    int at = hashOfEntry(oldest) & mask;
    while (index[at] == ABSENT || entryOf(index[at]) != oldest) {
      if (index[at] == ABSENT) {
        throw new IllegalStateException("client order id " + oldest + " lost its index entry");
      }
      at = (at + 1) & mask;
    }
    int hole = at;
    int next = (at + 1) & mask;
    while (index[next] != ABSENT) {
      if (((next - hashOf(index[next])) & mask) >= ((next - hole) & mask)) {
        index[hole] = index[next];
        hole = next;
      }
      next = (next + 1) & mask;
    }
    index[hole] = ABSENT;
    oldest = oldest + 1 == capacity ? 0 : oldest + 1;
    size--;
  }

  private void grow() {
    long[] larger = new long[2 * ring.length];
    int untilEnd = (capacity - oldest) * FIELDS;
    System.arraycopy(ring, oldest * FIELDS, larger, 0, untilEnd);
    System.arraycopy(ring, 0, larger, untilEnd, oldest * FIELDS);
    ring = larger;
    capacity *= 2;
    oldest = 0;
    index = new long[2 * capacity];
    Arrays.fill(index, ABSENT);
    for (int entry = 0; entry < size; entry++) {
      insert(entry);
    }
  }

  private void insert(int entry) {
    int hash = hashOfEntry(entry);
    int mask = index.length - 1;
    int at = hash & mask;
    while (index[at] != ABSENT) {
      at = (at + 1) & mask;
    }
    index[at] = (long) hash << 32 | entry;
  }

  private int hashOfEntry(int entry) {
    int i = entry * FIELDS;
    return hash(ring[i + ACCOUNT], ring[i + HIGH], ring[i + LOW]);
  }

  private static int hashOf(long indexed) {
    return (int) (indexed >>> 32);
  }

  private static int entryOf(long indexed) {
    return (int) indexed;
  }

  private static int hash(long account, long high, long low) {
    long mixed = (low ^ account * 0x9E37_79B9_7F4A_7C15L ^ high) * 0xBF58_476D_1CE4_E5B9L;
    return (int) (mixed >>> 33);
  }
}
