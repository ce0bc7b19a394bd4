package sibyl.engine.command;

/**
 * Gives an open order another price, another quantity, or both; what is not stated stays. Less
 * quantity at the same price keeps its place; anything else goes to the back, and may trade at
 * once. Mutable and reused by its one owner.
 */
public final class AmendOrder {
  /** Stands for a price that stays what it is. */
  public static final int SAME_PRICE = Integer.MIN_VALUE;

  /** Stands for a quantity that stays what it is. */
  public static final long SAME_QUANTITY = Long.MIN_VALUE;

  /** The owner: an order of another account is as unknown as one that never was. */
  public long account;

  public long order;

  /** The new price in terms of the order's outcome, ten-thousandths, or {@link #SAME_PRICE}. */
  public int price = SAME_PRICE;

  /**
   * The new total, filled part included, hundredths, or {@link #SAME_QUANTITY}; down to the filled
   * part it cancels. It replaces what was stated before and what the exchange took off that.
   */
  public long quantity = SAME_QUANTITY;

  /** Refuse if the engine gets to it later than this log time; 0 for never. */
  public long validUntilMs;
}
