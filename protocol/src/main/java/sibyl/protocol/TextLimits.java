package sibyl.protocol;

/**
 * How long the texts of a command may be, in characters (Unicode code points), and its lists, in
 * entries. Besides, the whole command must fit into {@link CommandEncoder#MAX_LENGTH} bytes. The
 * limits of an order's texts stand with {@link sibyl.engine.command.PlaceOrder}, those of several
 * orders with {@link sibyl.engine.command.PlaceOrders} and {@link
 * sibyl.engine.command.OrderNumbers}.
 */
public final class TextLimits {
  /** Of an event or a market. */
  public static final int TITLE_MAX = 200;

  public static final int DESCRIPTION_MAX = 4_000;
  public static final int CATEGORY_MAX = 64;
  public static final int RULES_MAX = 4_000;
  public static final int SOURCE_MAX = 1_000;
  public static final int EVIDENCE_MAX = 2_000;

  public static final int IMAGE_MAX = 1_000;

  /** Of the reason why an event is edited or deleted. */
  public static final int REASON_MAX = 2_000;

  /** Of the reason why a resolution is challenged. */
  public static final int CHALLENGE_MAX = 2_000;

  /** Most markets of one event. */
  public static final int MARKETS_MAX = 256;

  /** Most bands of finer ticks of one market. */
  public static final int BANDS_MAX = 16;

  /** Most ingredients of one recipe. */
  public static final int INGREDIENTS_MAX = 50;

  private TextLimits() {}
}
