package sibyl.engine.table;

import java.util.Arrays;

/**
 * Finds a small non-negative number by a {@code long} key: open addressing with linear probing, at
 * most half full; removal moves later entries back instead of leaving tombstones, so that lookups
 * stay short however much comes and goes.
 */
public final class LongIndex {
  /** What {@link #get} answers for a key that is not there. */
  public static final int ABSENT = -1;

  private static final int MIN_CAPACITY = 16;

  // Pairs of key and value: a lookup touches one place in memory.
  private long[] entries = emptyEntries(MIN_CAPACITY);
  private int mask = MIN_CAPACITY - 1;
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(MIN_CAPACITY);
  private int size;

  public int size() {
    return size;
  }

  public int get(long key) {
    int at = home(key);
    long value = entries[2 * at + 1];
    while (value != ABSENT) {
      if (entries[2 * at] == key) {
        return (int) value;
      }
      at = (at + 1) & mask;
      value = entries[2 * at + 1];
    }
    return ABSENT;
  }

  /** Adds a key that is not there yet. */
  public void add(long key, int value) {
    if (2 * (size + 1) > mask + 1) {
      grow();
    }
    insert(key, value);
    size++;
  }

  /**
   * Removes a key.
   *
   * @throws IllegalStateException if it is not there
   */
  public void remove(long key) {
    int at = home(key);
    while (entries[2 * at] != key || entries[2 * at + 1] == ABSENT) {
      if (entries[2 * at + 1] == ABSENT) {
        throw new IllegalStateException("no key " + key);
      }
      at = (at + 1) & mask;
    }
    int hole = at;
    int next = (at + 1) & mask;
    while (entries[2 * next + 1] != ABSENT) {
      int distanceFromHome = (next - home(entries[2 * next])) & mask;
      if (distanceFromHome >= ((next - hole) & mask)) {
        entries[2 * hole] = entries[2 * next];
        entries[2 * hole + 1] = entries[2 * next + 1];
        hole = next;
      }
      next = (next + 1) & mask;
    }
    entries[2 * hole + 1] = ABSENT;
    size--;
  }

  private void insert(long key, long value) {
    int at = home(key);
    while (entries[2 * at + 1] != ABSENT) {
      at = (at + 1) & mask;
    }
    entries[2 * at] = key;
    entries[2 * at + 1] = value;
  }

  private void grow() {
    long[] old = entries;
    int capacity = old.length;
    entries = emptyEntries(capacity);
    mask = capacity - 1;
    shift--;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != ABSENT) {
        insert(old[i], old[i + 1]);
      }
    }
  }

  private static long[] emptyEntries(int capacity) {
    long[] empty = new long[2 * capacity];
    Arrays.fill(empty, ABSENT);
    return empty;
  }

  private int home(long key) {
    return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> shift);
  }
}
