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

  private long[] keys = new long[MIN_CAPACITY];
  private int[] values = new int[MIN_CAPACITY];
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(MIN_CAPACITY);
  private int size;

  public LongIndex() {
    Arrays.fill(values, ABSENT);
  }

  public int size() {
    return size;
  }

  public int get(long key) {
    int mask = values.length - 1;
    int at = home(key);
    while (values[at] != ABSENT) {
      if (keys[at] == key) {
        return values[at];
      }
      at = (at + 1) & mask;
    }
    return ABSENT;
  }

  /** Adds a key that is not there yet. */
  public void add(long key, int value) {
    if (2 * (size + 1) > values.length) {
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
    int mask = values.length - 1;
    int at = home(key);
    while (keys[at] != key || values[at] == ABSENT) {
      if (values[at] == ABSENT) {
        throw new IllegalStateException("no key " + key);
      }
      at = (at + 1) & mask;
    }
    int hole = at;
    int next = (at + 1) & mask;
    while (values[next] != ABSENT) {
      int distanceFromHome = (next - home(keys[next])) & mask;
      if (distanceFromHome >= ((next - hole) & mask)) {
        keys[hole] = keys[next];
        values[hole] = values[next];
        hole = next;
      }
      next = (next + 1) & mask;
    }
    values[hole] = ABSENT;
    size--;
  }

  private void insert(long key, int value) {
    int mask = values.length - 1;
    int at = home(key);
    while (values[at] != ABSENT) {
      at = (at + 1) & mask;
    }
    keys[at] = key;
    values[at] = value;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    Arrays.fill(values, ABSENT);
    shift--;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != ABSENT) {
        insert(oldKeys[i], oldValues[i]);
      }
    }
  }

  private int home(long key) {
    return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> shift);
  }
}
