package sibyl.engine.market;

import sibyl.engine.FeeKind;

/**
 * How a market charges fills. The exact fee of a fill is a fraction; its denominator is the same
 * for all fills of a market, so exact sums are whole numbers over it.
 *
 * @param takerRate basis points
 * @param makerRate basis points
 * @param payout of the market, ten-thousandths
 */
public record FeeSchedule(FeeKind kind, int takerRate, int makerRate, int payout) {
  private static final int WHOLE = 10_000;

  /**
   * The greatest rate. A flat fee may take all that a fill is worth. A quadratic one is charged on
   * a rounded average price when the maker trades; at half the whole or less, what rounding adds
   * never makes a seller pay more than he gets, nor a buyer more than his limit and its fee.
   */
  static int mostRate(FeeKind kind) {
    return switch (kind) {
      case NONE -> 0;
      case FLAT -> WHOLE;
      case QUADRATIC -> WHOLE / 2;
    };
  }

  /** A fee this schedule states in numerators counts this many to the millionth. */
  long denominator() {
    return kind == FeeKind.QUADRATIC ? (long) WHOLE * payout : WHOLE;
  }

  boolean isFree() {
    return kind == FeeKind.NONE;
  }

  /**
   * Numerator of the fee per hundredth of a contract at a price: rate·p for a flat fee, rate·p·(1 −
   * p) with the payout as the unit of p for a quadratic one.
   */
  long perQuantity(int rate, int price) {
    return switch (kind) {
      case NONE -> 0;
      case FLAT -> (long) rate * price;
      case QUADRATIC -> (long) rate * price * (payout - price);
    };
  }
}
