package sibyl.protocol;

/**
 * How long the texts of a command may be, in characters (Unicode code points). Besides, the whole
 * command must fit into {@link CommandEncoder#MAX_LENGTH} bytes. The limits of an order's texts
 * stand with {@link sibyl.engine.command.PlaceOrder}.
 */
public final class TextLimits {
  /** Of an event or a market. */
  public static final int TITLE_MAX = 200;

  public static final int DESCRIPTION_MAX = 4_000;
  public static final int CATEGORY_MAX = 64;
  public static final int RULES_MAX = 4_000;
  public static final int SOURCE_MAX = 1_000;
  public static final int EVIDENCE_MAX = 2_000;

  /** Most markets of one event. */
  public static final int MARKETS_MAX = 256;

  private TextLimits() {}
}
