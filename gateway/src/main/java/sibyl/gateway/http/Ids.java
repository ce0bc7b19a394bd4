package sibyl.gateway.http;

/** Ids of the exchange on the wire: decimal, written one way only. */
public final class Ids {
  /** What no object of the exchange has for an id. */
  public static final long NONE = Long.MAX_VALUE;

  private static final int LENGTH_MAX = 19;

  private Ids() {}

  /**
   * The id that a text stands for; {@link #NONE} for a text that cannot be one: with a sign, zeros
   * in front, other digits than ASCII's, or out of range.
   */
  public static long parse(String text) {
    int length = text.length();
    if (length == 0 || length > LENGTH_MAX || (length > 1 && text.charAt(0) == '0')) {
      return NONE;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return NONE;
      }
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooGreat) {
      return NONE;
    }
  }
}
