package sibyl.accounts;

import java.math.BigDecimal;

/** Amounts of money as people write them, for messages. */
public final class Decimals {
  private Decimals() {}

  /**
   * @param millionths of the currency
   */
  public static String money(long millionths) {
    return BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
  }
}
