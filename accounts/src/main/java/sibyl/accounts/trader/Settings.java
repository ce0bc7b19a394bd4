package sibyl.accounts.trader;

import sibyl.engine.SelfTradePrevention;

/**
 * What somebody likes. The exchange itself acts on the notifications and the leaderboards; the rest
 * is kept for the applications people trade with.
 *
 * @param selfTradePrevention what an order has that states none
 * @param confirmOrders whether to ask before an order is sent
 * @param notifyFills whether fills make notifications
 * @param notifySettlements whether settlements do
 * @param notifyMessages whether messages of staff are shown among them
 * @param onLeaderboards whether others see one on the leaderboards
 */
public record Settings(
    SelfTradePrevention selfTradePrevention,
    boolean confirmOrders,
    PriceDisplay priceDisplay,
    Theme theme,
    boolean notifyFills,
    boolean notifySettlements,
    boolean notifyMessages,
    boolean onLeaderboards) {
  /** What holds until somebody says otherwise. */
  public static final Settings DEFAULT =
      new Settings(
          SelfTradePrevention.CANCEL_TAKER,
          true,
          PriceDisplay.DECIMAL,
          Theme.SYSTEM,
          true,
          true,
          true,
          true);

  /** How prices are shown. */
  public enum PriceDisplay {
    DECIMAL,
    PERCENT,
    CENTS
  }

  /** How pages look. */
  public enum Theme {
    SYSTEM,
    LIGHT,
    DARK
  }
}
