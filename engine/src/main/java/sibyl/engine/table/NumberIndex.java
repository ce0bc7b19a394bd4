package sibyl.engine.table;

import java.util.Arrays;

/**
 * Finds a small non-negative number by a number that is usually counted up from 1: a plain array
 * for those below a bound, which is one load, and a {@link LongIndex} for the rest.
 */
public final class NumberIndex {
  /** What {@link #get} answers for a number that is not there. */
  public static final int ABSENT = LongIndex.ABSENT;

  private static final int DIRECT_MAX = 1 << 24;
  private static final int FIRST_CAPACITY = 64;

  private int[] direct = absent(FIRST_CAPACITY);
  private final LongIndex others = new LongIndex();
  private int size;

  public int size() {
    return size;
  }

  public int get(long number) {
    return number >= 0 && number < direct.length ? direct[(int) number] : others.get(number);
  }

  /** Adds a number that is not there yet. */
  public void add(long number, int value) {
    size++;
    if (number < 0 || number >= DIRECT_MAX) {
      others.add(number, value);
      return;
    }
    int place = (int) number;
    if (place >= direct.length) {
      // Not beyond the bound: numbers from there on are looked for among the others.
      int[] larger = absent(Math.min(DIRECT_MAX, Math.max(2 * direct.length, place + 1)));
      System.arraycopy(direct, 0, larger, 0, direct.length);
      direct = larger;
    }
    direct[place] = value;
  }

  /** Removes a number that is there. */
  public void remove(long number) {
    size--;
    if (number < 0 || number >= DIRECT_MAX) {
      others.remove(number);
    } else {
      direct[(int) number] = ABSENT;
    }
  }

  private static int[] absent(int length) {
    int[] empty = new int[length];
    Arrays.fill(empty, ABSENT);
    return empty;
  }
}
