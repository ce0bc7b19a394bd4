package sibyl.engine.event;

import sibyl.engine.Reason;

/**
 * A refused command, with the figures that tell its sender what to do. Mutable and reused; figures
 * that do not apply are 0.
 */
public final class Rejection {
  /** Stands for no item in particular. */
  public static final int WHOLE = -1;

  public Reason reason = Reason.INVALID_COMMAND;
  public long account;
  public long market;

  /** The order concerned: for a duplicate client order id, the one that has it. */
  public long order;

  /** For a duplicate client order id, the basket that has it, if no order does. */
  public long basket;

  /** What the command would have needed, in units of {@link #asset}. */
  public long needed;

  /** What the account has free. */
  public long available;

  /** What its open orders hold. */
  public long held;

  /** The asset of the three figures above. */
  public long asset;

  /** The nearest valid value: a price for one off the grid, a quantity for one off the lot. */
  public long nearest;

  /** Which order of several was refused, from 0; {@link #WHOLE} when the command as such was. */
  public int item = WHOLE;

  public void clear() {
    reason = Reason.INVALID_COMMAND;
    account = 0;
    market = 0;
    order = 0;
    basket = 0;
    needed = 0;
    available = 0;
    held = 0;
    asset = 0;
    nearest = 0;
    item = WHOLE;
  }
}
