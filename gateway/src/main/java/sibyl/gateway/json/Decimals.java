package sibyl.gateway.json;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimals between the wire (strings) and the engine's whole numbers. */
public final class Decimals {
  private static final int MONEY_SCALE = 6;
  private static final int PRICE_SCALE = 4;
  private static final int QUANTITY_SCALE = 2;
  private static final int SHORTEST = 2;

  private static final int TEXT_LENGTH_MAX = 40;

  /** With six decimals still a long; besides, keeps absurd exponents from being expanded. */
  private static final int INTEGER_DIGITS_MAX = 12;

  private static final int DECIMALS_MAX = 9;

  private Decimals() {}

  /** Millionths of the currency. */
  public static String money(long millionths) {
    return format(millionths, MONEY_SCALE);
  }

  /** Ten-thousandths of the currency for one contract. */
  public static String price(long tenThousandths) {
    return format(tenThousandths, PRICE_SCALE);
  }

  /** Half ten-thousandths of the currency for one contract. */
  public static String halfPrices(long halves) {
    return format(Math.multiplyExact(halves, 5), PRICE_SCALE + 1);
  }

  /** Hundredths of a contract. */
  public static String quantity(long hundredths) {
    return format(hundredths, QUANTITY_SCALE);
  }

  /** Billionths of one, always with nine decimals. */
  public static String probability(long billionths) {
    return BigDecimal.valueOf(billionths, 9).toPlainString();
  }

  /** Ten-thousandths of one. */
  public static String fraction(long tenThousandths) {
    return format(tenThousandths, PRICE_SCALE);
  }

  /** {@code part} as a part of {@code whole}, rounded half up to four decimals. */
  public static String ratio(long part, long whole) {
    return BigDecimal.valueOf(part)
        .divide(BigDecimal.valueOf(whole), PRICE_SCALE, RoundingMode.HALF_UP)
        .toPlainString();
  }

  /** Money per contract: {@code cost} for {@code quantity}, rounded half up to six decimals. */
  public static String average(long cost, long quantity) {
    BigDecimal average =
        BigDecimal.valueOf(cost, MONEY_SCALE)
            .divide(
                BigDecimal.valueOf(quantity, QUANTITY_SCALE), MONEY_SCALE, RoundingMode.HALF_UP);
    return format(average.unscaledValue().longValueExact(), MONEY_SCALE);
  }

  /**
   * As {@link #average}, of trades: never 0 and never the whole payout, which are no prices.
   *
   * @param payout of the market, ten-thousandths
   */
  public static String averagePrice(long cost, long quantity, int payout) {
    BigDecimal smallest = BigDecimal.ONE.movePointLeft(MONEY_SCALE);
    BigDecimal average =
        BigDecimal.valueOf(cost, MONEY_SCALE)
            .divide(BigDecimal.valueOf(quantity, QUANTITY_SCALE), MONEY_SCALE, RoundingMode.HALF_UP)
            .max(smallest)
            .min(BigDecimal.valueOf(payout, PRICE_SCALE).subtract(smallest));
    return money(average.movePointRight(MONEY_SCALE).longValueExact());
  }

  /**
   * A decimal as a request states it: a string of ASCII digits with an optional minus sign and
   * decimals, or a JSON number.
   *
   * @param value a decimal string or a JSON number
   * @throws NumberFormatException if it is neither, or of absurd size
   */
  public static BigDecimal parse(Object value) {
    return switch (value) {
      case String text when isPlain(text) -> bounded(new BigDecimal(text));
      case BigDecimal number -> bounded(number);
      case Integer number -> bounded(BigDecimal.valueOf(number));
      case Long number -> bounded(BigDecimal.valueOf(number));
      default -> throw new NumberFormatException("not a decimal");
    };
  }

  /** Neither exponents, a plus sign, bare points nor the digits of other scripts. */
  private static boolean isPlain(String text) {
    int length = text.length();
    int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    if (length > TEXT_LENGTH_MAX || start == length || !isDigit(text.charAt(length - 1))) {
      return false;
    }
    boolean point = false;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && i > start && !point) {
        point = true;
      } else if (!isDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * @throws ArithmeticException if it has more than six decimals
   */
  public static long toMoney(BigDecimal value) {
    return value.setScale(MONEY_SCALE, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
  }

  /**
   * @throws ArithmeticException if it has more than four decimals or is out of range
   */
  public static int toPrice(BigDecimal value) {
    return value.setScale(PRICE_SCALE, RoundingMode.UNNECESSARY).unscaledValue().intValueExact();
  }

  /**
   * @throws ArithmeticException if it has more than two decimals
   */
  public static long toQuantity(BigDecimal value) {
    return value
        .setScale(QUANTITY_SCALE, RoundingMode.UNNECESSARY)
        .unscaledValue()
        .longValueExact();
  }

  private static BigDecimal bounded(BigDecimal stated) {
    // Zeros at the end say nothing; what is zero has no size, however it was written.
    BigDecimal value = stated.signum() == 0 ? BigDecimal.ZERO : stated.stripTrailingZeros();
    long integerDigits = (long) value.precision() - value.scale();
    if (integerDigits > INTEGER_DIGITS_MAX || value.scale() > DECIMALS_MAX) {
      throw new NumberFormatException("out of range");
    }
    return value;
  }

  private static String format(long value, int scale) {
    BigDecimal decimal = BigDecimal.valueOf(value, scale).stripTrailingZeros();
    return (decimal.scale() < SHORTEST ? decimal.setScale(SHORTEST) : decimal).toPlainString();
  }
}
