package sibyl.accounts.referral;

/** Names as others than friends see them. */
final class MaskedName {
  private MaskedName() {}

  /** Its first letter, and nothing about how long it is. */
  static String of(String username) {
    return username.substring(0, 1) + "***";
  }
}
