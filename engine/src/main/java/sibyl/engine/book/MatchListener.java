package sibyl.engine.book;

/** Told of each match of a book that is used alone. */
@FunctionalInterface
public interface MatchListener {
  /**
   * @param resting slot of the order that was met; free for reuse when nothing remains of it
   * @param tick the price: the resting order's
   * @param restingRemaining what is left of it
   */
  void onMatch(int resting, int tick, long quantity, long restingRemaining);
}
