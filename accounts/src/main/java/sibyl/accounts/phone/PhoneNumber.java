package sibyl.accounts.phone;

/**
 * A phone number, in the one writing there is of it.
 *
 * @param e164 plus, country code and number, without anything between them
 */
public record PhoneNumber(String e164) {
  private static final int SHOWN = 4;

  /** Without the digits in the middle: for logs and for others than its owner. */
  @Override
  public String toString() {
    int shownFrom = e164.length() - SHOWN;
    return e164.substring(0, 3) + "*".repeat(shownFrom - 3) + e164.substring(shownFrom);
  }
}
