package sibyl.app.demo;

import java.util.function.IntPredicate;

/** Finds how much of a sequence is there, when what is there is its beginning. */
final class Prefix {
  private Prefix() {}

  /**
   * @param size of the whole sequence
   * @param there whether the element at an index is there; asked about 2 + log₂ size times
   * @return how many are
   */
  static int length(int size, IntPredicate there) {
    // The usual cases first: nothing there, or everything.
    if (size == 0 || !there.test(0)) {
      return 0;
    }
    if (there.test(size - 1)) {
      return size;
    }
    int present = 0;
    int absent = size - 1;
    while (present + 1 < absent) {
      int middle = (present + absent) >>> 1;
      if (there.test(middle)) {
        present = middle;
      } else {
        absent = middle;
      }
    }
    return absent;
  }
}
