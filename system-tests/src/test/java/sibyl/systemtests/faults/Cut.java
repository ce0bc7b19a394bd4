package sibyl.systemtests.faults;

import java.util.Locale;

/**
 * How much of the suite runs: {@code -Dsibyl.faults=everyday} (with all other tests), {@code short}
 * (five minutes), {@code suite} (what {@code ./sibyl test --faults} runs, under 40 minutes), or
 * {@code full} (the table of docs/guarantees.md). {@code -Dsibyl.faults.cycles=7} counts for every
 * fault that runs at all.
 */
enum Cut {
  EVERYDAY,
  SHORT,
  SUITE,
  FULL;

  static Cut chosen() {
    return valueOf(System.getProperty("sibyl.faults", "everyday").toUpperCase(Locale.ROOT));
  }

  /** How many cycles of a fault this cut has, given the number for each. */
  int cycles(int everyday, int brief, int suite, int full) {
    int cycles =
        switch (this) {
          case EVERYDAY -> everyday;
          case SHORT -> brief;
          case SUITE -> suite;
          case FULL -> full;
        };
    return cycles == 0 ? 0 : Integer.getInteger("sibyl.faults.cycles", cycles);
  }
}
