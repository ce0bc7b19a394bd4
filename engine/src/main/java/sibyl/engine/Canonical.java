package sibyl.engine;

/**
 * The one book of a market is kept in YES terms: NO at price n is YES at {@code payout − n} with
 * buying and selling swapped. So BUY YES and SELL NO are bids, SELL YES and BUY NO are asks.
 */
public final class Canonical {
  private Canonical() {}

  public static boolean isBid(Side side, Outcome outcome) {
    return (side == Side.BUY) == (outcome == Outcome.YES);
  }

  /** The YES price of a price stated for {@code outcome}; its own inverse. */
  public static int yesPrice(Outcome outcome, int price, int payout) {
    return outcome == Outcome.YES ? price : payout - price;
  }
}
