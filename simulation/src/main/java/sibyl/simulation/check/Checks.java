package sibyl.simulation.check;

import java.util.function.Supplier;

/** Counts the conditions that are checked, and stops at the first that does not hold. */
final class Checks {
  private long count;

  long count() {
    return count;
  }

  /**
   * @throws Discrepancy if the condition does not hold
   */
  void require(boolean condition, String check, Supplier<String> seen) {
    count++;
    if (!condition) {
      throw new Discrepancy(check, seen.get());
    }
  }
}
