package sibyl.engine.ledger;

import java.util.Arrays;

/** The positions of one market: in the order in which they came to be, and by account. */
public final class Holders {
  /** A cell of {@link #index} without a position. */
  static final long EMPTY = -1;

  private static final int FIRST_CAPACITY = 16;

  int first = Positions.NONE;
  int last = Positions.NONE;
  int count;

  /** Where to find an account's position, see {@link Positions}. */
  long[] index = emptyIndex(FIRST_CAPACITY);

  /** How far a hash is shifted to be a place in the index. */
  int shift = Integer.SIZE - Integer.numberOfTrailingZeros(FIRST_CAPACITY);

  /** The oldest position, or {@link Positions#NONE}. */
  public int first() {
    return first;
  }

  public int count() {
    return count;
  }

  static long[] emptyIndex(int capacity) {
    long[] empty = new long[capacity];
    Arrays.fill(empty, EMPTY);
    return empty;
  }
}
