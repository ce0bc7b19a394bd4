package sibyl.engine.limits;

import java.util.Arrays;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * 128-bit keys used lately, by owner, each with a few numbers: a ring in order of use with a hash
 * index over it. A key is forgotten when its time is over or, at the bound, when it is the oldest;
 * both depend on the commands alone, so every replica forgets the same.
 */
final class RecentKeys {
  /** Stands for "not known". */
  static final int NONE = -1;

  private static final int OWNER = 0;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int TIME = 3;
  private static final int VALUES = 4;
  private static final long ABSENT = -1;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final String name;
  private final int maxKeys;
  private final long keptForMs;
  private final int fields;
  private final int firstClock;
  private long[] ring;
  private int capacity = FIRST_CAPACITY;
  private int oldest;
  private int size;
  // Hash and ring place of each key, so that probing need not look into the ring.
  private long[] index = new long[2 * FIRST_CAPACITY];

  /**
   * @param name what the keys are, for error messages
   * @param values how many numbers come with a key
   * @param clocks how many more of them are clock times or event numbers
   */
  RecentKeys(String name, int maxKeys, long keptForMs, int values, int clocks) {
    this.name = name;
    this.maxKeys = maxKeys;
    this.keptForMs = keptForMs;
    firstClock = VALUES + values;
    fields = firstClock + clocks;
    ring = new long[FIRST_CAPACITY * fields];
    Arrays.fill(index, ABSENT);
  }

  int size() {
    return size;
  }

  /** Where a key is, until the next {@link #add}; {@link #NONE} when not known (any more). */
  int find(long owner, long high, long low, long nowMs) {
    int hash = hash(owner, high, low);
    int mask = index.length - 1;
    int at = hash & mask;
    while (index[at] != ABSENT) {
      if (hashOf(index[at]) == hash) {
        int entry = entryOf(index[at]);
        int i = entry * fields;
        if (ring[i + LOW] == low && ring[i + HIGH] == high && ring[i + OWNER] == owner) {
          return nowMs - ring[i + TIME] < keptForMs ? entry : NONE;
        }
      }
      at = (at + 1) & mask;
    }
    return NONE;
  }

  /** One of the numbers that came with a key. */
  long value(int entry, int which) {
    return ring[entry * fields + VALUES + which];
  }

  /** Remembers a key that {@link #find} did not know; its numbers are to be set. */
  int add(long owner, long high, long low, long nowMs) {
    while (size > 0 && (size == maxKeys || nowMs - ring[oldest * fields + TIME] >= keptForMs)) {
      forgetOldest();
    }
    if (size == capacity) {
      grow();
    }
    int entry = oldest + size;
    if (entry >= capacity) {
      entry -= capacity;
    }
    int i = entry * fields;
    ring[i + OWNER] = owner;
    ring[i + HIGH] = high;
    ring[i + LOW] = low;
    ring[i + TIME] = nowMs;
    size++;
    insert(entry);
    return entry;
  }

  void value(int entry, int which, long value) {
    ring[entry * fields + VALUES + which] = value;
  }

  void write(StateWriter out) {
    out.putInt(size);
    for (int n = 0; n < size; n++) {
      int i = (oldest + n) % capacity * fields;
      out.putLong(ring[i + OWNER]);
      out.putLong(ring[i + HIGH]);
      out.putLong(ring[i + LOW]);
      out.putClock(ring[i + TIME]);
      for (int field = VALUES; field < fields; field++) {
        if (field < firstClock) {
          out.putLong(ring[i + field]);
        } else {
          out.putClock(ring[i + field]);
        }
      }
    }
  }

  void read(StateReader in) {
    int count = in.getInt(name, 0, maxKeys);
    for (int n = 0; n < count; n++) {
      if (size == capacity) {
        grow();
      }
      for (int field = 0; field < fields; field++) {
        ring[n * fields + field] = in.getLong();
      }
      size++;
      insert(n);
    }
  }

  private void forgetOldest() {
    int mask = index.length - 1;
    int at = hashOfEntry(oldest) & mask;
    while (index[at] == ABSENT || entryOf(index[at]) != oldest) {
      if (index[at] == ABSENT) {
        throw new IllegalStateException(name + ": " + oldest + " lost its index entry");
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
    int untilEnd = (capacity - oldest) * fields;
    System.arraycopy(ring, oldest * fields, larger, 0, untilEnd);
    System.arraycopy(ring, 0, larger, untilEnd, oldest * fields);
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
    int i = entry * fields;
    return hash(ring[i + OWNER], ring[i + HIGH], ring[i + LOW]);
  }

  private static int hashOf(long indexed) {
    return (int) (indexed >>> 32);
  }

  private static int entryOf(long indexed) {
    return (int) indexed;
  }

  private static int hash(long owner, long high, long low) {
    long mixed = (low ^ owner * 0x9E37_79B9_7F4A_7C15L ^ high) * 0xBF58_476D_1CE4_E5B9L;
    return (int) (mixed >>> 33);
  }
}
