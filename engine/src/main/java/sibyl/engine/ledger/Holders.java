package sibyl.engine.ledger;

import java.util.Arrays;

/** The positions of one market: in the order in which they came to be, and by account. */
public final class Holders {
  /** A cell of {@link #index} without a position. */
  static final int EMPTY = -1;

  private static final int FIRST_CAPACITY = 16;

  int first = Positions.NONE;
  int last = Positions.NONE;
  int count;

  /** Where to find an account's position, see {@link Positions}. */
  int[] index = emptyIndex(FIRST_CAPACITY);

  /** How far a hash of 64 bits is shifted to be a place in the index. */
  int shift = Long.SIZE - Integer.numberOfTrailingZeros(FIRST_CAPACITY);

  /** The oldest position, or {@link Positions#NONE}. */
  public int first() {
    return first;
  }

  public int count() {
    return count;
  }

  static int[] emptyIndex(int capacity) {
    int[] empty = new int[capacity];
    Arrays.fill(empty, EMPTY);
    return empty;
  }
}
