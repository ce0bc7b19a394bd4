package sibyl.engine.limits;

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
  private static final int EMPTY = 0;
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

  // Finds keys: open addressing, at most half full, moving entries back on removal. A cell is a
  // ring
  // place, counted from 1, with as much as fits of how far it is from its home and of its hash, so
  // that neither probing nor moving looks into the ring, but once in a while.
  private int[] index = new int[2 * FIRST_CAPACITY];
  private int placeBits;
  private int tagBits;
  private int farthest;

  /** Where what is read ahead ends up, or it would not be read. */
  @SuppressWarnings("UnusedVariable")
  private long fetched;

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
    layOutCells();
  }

  int size() {
    return size;
  }

  /** Where a key is, until the next {@link #add}; {@link #NONE} when not known (any more). */
  int find(long owner, long high, long low, long nowMs) {
    long hash = hash(owner, high, low);
    int tag = tag(hash);
    int mask = index.length - 1;
    int at = home(hash);
    for (int cell = index[at]; cell != EMPTY; cell = index[at]) {
      if (tagOf(cell) == tag) {
        int entry = entryOf(cell);
        int i = entry * fields;
        if (ring[i + LOW] == low && ring[i + HIGH] == high && ring[i + OWNER] == owner) {
          return nowMs - ring[i + TIME] < keptForMs ? entry : NONE;
        }
      }
      at = (at + 1) & mask;
    }
    return NONE;
  }

  /**
   * Reads where {@link #find} and {@link #add} will look, for no other purpose than to have it near
   * soon.
   */
  void fetch(long owner, long high, long low) {
    fetched ^= index[home(owner, high, low)];
    if (size == maxKeys) {
      fetched ^= index[home(hashOfEntry(oldest))];
    }
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
    int hole = home(hashOfEntry(oldest));
    while (entryOf(index[hole]) != oldest) {
      if (index[hole] == EMPTY) {
        throw new IllegalStateException(name + ": " + oldest + " lost its index entry");
      }
      hole = (hole + 1) & mask;
    }
    int next = (hole + 1) & mask;
    while (index[next] != EMPTY) {
      int fromHome = distanceFromHome(next);
      int fromHole = (next - hole) & mask;
      if (fromHome >= fromHole) {
        index[hole] = withDistance(index[next], fromHome - fromHole);
        hole = next;
      }
      next = (next + 1) & mask;
    }
    index[hole] = EMPTY;
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
    index = new int[2 * capacity];
    layOutCells();
    for (int entry = 0; entry < size; entry++) {
      insert(entry);
    }
  }

  private void insert(int entry) {
    long hash = hashOfEntry(entry);
    int mask = index.length - 1;
    int home = home(hash);
    int at = home;
    while (index[at] != EMPTY) {
      at = (at + 1) & mask;
    }
    index[at] = withDistance(tag(hash) << placeBits | entry + 1, (at - home) & mask);
  }

  // ---- cells ------------------------------------------------------------------------------------

  /** Shares out the bits that a place leaves: half for the distance from home, half for the tag. */
  private void layOutCells() {
    placeBits = Integer.numberOfTrailingZeros(capacity) + 1;
    int rest = Integer.SIZE - placeBits;
    tagBits = rest - rest / 2;
    farthest = (1 << rest / 2) - 1;
  }

  private int entryOf(int cell) {
    return (cell & (1 << placeBits) - 1) - 1;
  }

  private int tagOf(int cell) {
    return cell >>> placeBits & (1 << tagBits) - 1;
  }

  /** How far from its home the key of a cell stands; what is too far to be noted the ring knows. */
  private int distanceFromHome(int at) {
    int noted = index[at] >>> placeBits + tagBits;
    return noted < farthest
        ? noted
        : (at - home(hashOfEntry(entryOf(index[at])))) & index.length - 1;
  }

  private int withDistance(int cell, int distance) {
    int rest = placeBits + tagBits;
    return Math.min(distance, farthest) << rest | cell & (1 << rest) - 1;
  }

  /** The cell in which a key is looked for first. */
  int home(long owner, long high, long low) {
    return home(hash(owner, high, low));
  }

  private int home(long hash) {
    return (int) (hash >>> Long.SIZE - placeBits);
  }

  /** The bits of the hash behind those that make the home. */
  private int tag(long hash) {
    return (int) (hash >>> Long.SIZE - placeBits - tagBits) & (1 << tagBits) - 1;
  }

  private long hashOfEntry(int entry) {
    int i = entry * fields;
    return hash(ring[i + OWNER], ring[i + HIGH], ring[i + LOW]);
  }

  private static long hash(long owner, long high, long low) {
    long mixed = (low ^ owner * 0x9E37_79B9_7F4A_7C15L ^ high) * 0xBF58_476D_1CE4_E5B9L;
    return (mixed ^ mixed >>> 32) * 0x9E37_79B9_7F4A_7C15L;
  }
}
