package sibyl.app.demo;

import java.math.BigDecimal;

/** Whole-number units as the decimals the API speaks. */
final class Amounts {
  private static final int QUANTITY_DECIMALS = 2;
  private static final int PRICE_DECIMALS = 4;

  private Amounts() {}

  static String quantity(long hundredths) {
    return BigDecimal.valueOf(hundredths, QUANTITY_DECIMALS).toPlainString();
  }

  static String price(int tenThousandths) {
    return BigDecimal.valueOf(tenThousandths, PRICE_DECIMALS).toPlainString();
  }
}
