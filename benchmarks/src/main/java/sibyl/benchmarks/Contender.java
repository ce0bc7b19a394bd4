package sibyl.benchmarks;

/** An engine that can be given {@link Commands}. Starts anew for every round. */
interface Contender {
  /** Forgets everything, opens accounts and markets, and fills the books. */
  void open();

  /** Gives the commands from {@code from} (inclusive) to {@code to} (exclusive). */
  void play(int from, int to);

  /**
   * Checks that the engine did the same work as when the commands were drawn.
   *
   * @throws IllegalStateException if it did not: then its time means nothing
   */
  void check();
}
