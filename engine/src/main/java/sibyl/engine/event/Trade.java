package sibyl.engine.event;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/**
 * One match, with both parties' sides of it. Mutable and reused by its one owner.
 *
 * <p>Costs are what each party pays (buying) or receives (selling) before its fee, in millionths;
 * in a mint or a burn the two add up to {@code payout × quantity}, otherwise they are equal.
 */
public final class Trade {
  public long trade;
  public long market;
  public TradeKind kind = TradeKind.TRANSFER;

  /**
   * In YES terms, ten-thousandths. With the market maker: the average, rounded half up, but never
   * to 0 or the payout; the costs are exact.
   */
  public int yesPrice;

  /** Hundredths of a contract. */
  public long quantity;

  public long takerOrder;
  public long takerAccount;
  public Side takerSide = Side.BUY;
  public Outcome takerOutcome = Outcome.YES;
  public long takerCost;
  public long takerFee;

  /** What is left of the incoming order after this match. */
  public long takerRemaining;

  /** 0 when the maker is the automated one. */
  public long makerOrder;

  public long makerAccount;
  public Side makerSide = Side.SELL;
  public Outcome makerOutcome = Outcome.YES;
  public long makerCost;
  public long makerFee;
  public long makerRemaining;
}
