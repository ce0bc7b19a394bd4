package sibyl.engine.command;

/**
 * Gives an open order another price or quantity. Less quantity at the same price keeps its place;
 * anything else goes to the back, and may trade at once. Mutable and reused by its one owner.
 */
public final class AmendOrder {
  /** The owner: an order of another account is as unknown as one that never was. */
  public long account;

  public long order;

  /** The new price in terms of the order's outcome, ten-thousandths. */
  public int price;

  /** The new total, filled part included, hundredths; down to the filled part it cancels. */
  public long quantity;

  /** Refuse if the engine gets to it later than this log time; 0 for never. */
  public long validUntilMs;
}
