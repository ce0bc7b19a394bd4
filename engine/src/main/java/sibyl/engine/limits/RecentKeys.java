package sibyl.engine.limits;

import java.util.Arrays;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * 128-bit keys used lately, by owner, each with a few numbers: a ring in order of use with a hash
 * index over it. A key is forgotten when its time is over or, at the bound, when it is the oldest;
 * both depend on the commands alone, so every replica forgets the same.
 *
 * <p>Keys are numbered in order of use, so whether one is still remembered follows from its number,
 * and nothing has to be taken out of the index: what is forgotten is written over when its cell is
 * needed.
 */
final class RecentKeys {
  /** Stands for "not known". */
  static final int NONE = -1;

  private static final int OWNER = 0;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int TIME = 3;
  private static final int VALUES = 4;
  private static final int FIRST_CAPACITY = 1 << 10;

  /** So many keys stay in a processor's own cache. */
  private static final int NEAR = 1 << 14;

  // The index: buckets, each one line of a processor's cache, with room for three times the keys.
  // A bucket has a byte of the hash for each of its cells, four to a field; the number of the last
  // key that found it full and went on to the next bucket; and the cells, which are numbers of
  // keys. The first bucket begins where a line does when objects begin where lines do.
  private static final int FIELDS = 16;
  private static final int FIRST = 12;
  private static final int TAG_FIELDS = 3;
  private static final int WENT_ON = 3;
  private static final int CELLS = 4;
  private static final int CELL_COUNT = 12;
  private static final int KEYS_PER_BUCKET = 4;
  private static final int EACH_BYTE = 0x0101_0101;
  private static final int EACH_TOP_BIT = 0x8080_8080;

  private final String name;
  private final int maxKeys;
  private final long keptForMs;
  private final int fields;
  private final int firstClock;
  private long[] ring;
  private int capacity = FIRST_CAPACITY;
  private int[] index = new int[0];
  private int bucketBits;
  private int size;

  /** The number of the key used last. It may wrap around: only differences matter. */
  private int last;

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
    clearIndex();
  }

  int size() {
    return size;
  }

  /** Whether they are too many to stay in a processor's own cache. */
  boolean areMany() {
    return size > NEAR;
  }

  /** Where a key is, until the next {@link #add}; {@link #NONE} when not known (any more). */
  int find(long owner, long high, long low, long nowMs) {
    long hash = hash(owner, high, low);
    int wanted = tag(hash) * EACH_BYTE;
    int bucket = home(hash);
    while (true) {
      for (int field = 0; field < TAG_FIELDS; field++) {
        int difference = index[bucket + field] ^ wanted;
        // A bit for each byte that is zero, and now and then for one that is not.
        int equal = difference - EACH_BYTE & ~difference & EACH_TOP_BIT;
        for (; equal != 0; equal &= equal - 1) {
          int cell = field * Integer.BYTES + (Integer.numberOfTrailingZeros(equal) >>> 3);
          int number = index[bucket + CELLS + cell];
          int i = entry(number) * fields;
          if (ring[i + LOW] == low
              && ring[i + HIGH] == high
              && ring[i + OWNER] == owner
              && isRemembered(number)) {
            return nowMs - ring[i + TIME] < keptForMs ? entry(number) : NONE;
          }
        }
      }
      if (!isRemembered(index[bucket + WENT_ON])) {
        return NONE;
      }
      bucket = next(bucket);
    }
  }

  /** Where {@link #find} and {@link #add} will look first, until something is added. */
  int home(long owner, long high, long low) {
    return home(hash(owner, high, low));
  }

  /** Reads such a place, which may be outdated, for no other purpose than to have it near. */
  int fetch(int home) {
    return home < index.length ? index[home] : 0;
  }

  /** One of the numbers that came with a key. */
  long value(int entry, int which) {
    return ring[entry * fields + VALUES + which];
  }

  /** Remembers a key that {@link #find} did not know; its numbers are to be set. */
  int add(long owner, long high, long low, long nowMs) {
    while (size > 0
        && (size == maxKeys || nowMs - ring[entry(oldest()) * fields + TIME] >= keptForMs)) {
      size--;
    }
    if (size == capacity) {
      grow();
    }
    last++;
    size++;
    int entry = entry(last);
    int i = entry * fields;
    ring[i + OWNER] = owner;
    ring[i + HIGH] = high;
    ring[i + LOW] = low;
    ring[i + TIME] = nowMs;
    insert(last, hash(owner, high, low));
    return entry;
  }

  void value(int entry, int which, long value) {
    ring[entry * fields + VALUES + which] = value;
  }

  void write(StateWriter out) {
    out.putInt(size);
    for (int n = 0; n < size; n++) {
      int i = entry(oldest() + n) * fields;
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
      last++;
      size++;
      int i = entry(last) * fields;
      for (int field = 0; field < fields; field++) {
        ring[i + field] = in.getLong();
      }
      insert(last, hashOf(last));
    }
  }

  private void grow() {
    long[] smaller = ring;
    int before = capacity;
    capacity *= 2;
    ring = new long[capacity * fields];
    for (int number = oldest(); number != last + 1; number++) {
      int from = (number & before - 1) * fields;
      System.arraycopy(smaller, from, ring, entry(number) * fields, fields);
    }
    clearIndex();
    int keys = size;
    int newest = last;
    size = 0;
    last -= keys;
    while (last != newest) {
      last++;
      size++;
      insert(last, hashOf(last));
    }
  }

  /** Enters a key, the last one, into the index. */
  private void insert(int number, long hash) {
    int bucket = home(hash);
    while (true) {
      for (int cell = 0; cell < CELL_COUNT; cell++) {
        if (!isRemembered(index[bucket + CELLS + cell])) {
          int shift = cell % Integer.BYTES * Byte.SIZE;
          int at = bucket + cell / Integer.BYTES;
          index[at] = index[at] & ~(0xFF << shift) | tag(hash) << shift;
          index[bucket + CELLS + cell] = number;
          return;
        }
      }
      // Those that went on before are forgotten before this one is.
      index[bucket + WENT_ON] = number;
      bucket = next(bucket);
    }
  }

  /** Makes an index without keys: with numbers in its cells that are not remembered. */
  private void clearIndex() {
    bucketBits = Integer.numberOfTrailingZeros(capacity / KEYS_PER_BUCKET);
    index = new int[FIRST + (1 << bucketBits) * FIELDS];
    Arrays.fill(index, oldest() - 1);
  }

  private int oldest() {
    return last - size + 1;
  }

  private boolean isRemembered(int number) {
    return Integer.compareUnsigned(last - number, size) < 0;
  }

  private int entry(int number) {
    return number & capacity - 1;
  }

  private int next(int bucket) {
    int following = bucket + FIELDS;
    return following == index.length ? FIRST : following;
  }

  /** The bucket in which a key is looked for first. */
  private int home(long hash) {
    return FIRST + (int) (hash >>> Long.SIZE - bucketBits) * FIELDS;
  }

  /** A byte of the hash behind the bits that make the home, which are never that many. */
  private static int tag(long hash) {
    return (int) (hash >>> Integer.SIZE - Byte.SIZE) & 0xFF;
  }

  private long hashOf(int number) {
    int i = entry(number) * fields;
    return hash(ring[i + OWNER], ring[i + HIGH], ring[i + LOW]);
  }

  private static long hash(long owner, long high, long low) {
    long mixed = (low ^ owner * 0x9E37_79B9_7F4A_7C15L ^ high) * 0xBF58_476D_1CE4_E5B9L;
    return (mixed ^ mixed >>> 32) * 0x9E37_79B9_7F4A_7C15L;
  }
}
