package sibyl.engine;

/** Told of every balance that is not zero. */
@FunctionalInterface
public interface BalanceVisitor {
  /**
   * @param asset see {@link Asset}
   * @param free millionths for cash, hundredths for shares
   * @param held reserved by open orders
   */
  void onBalance(long account, long asset, long free, long held);
}
