package sibyl.engine.command;

/**
 * Cancels orders of one account: those named, or all that the filters leave; when they leave none
 * it is refused with {@link sibyl.engine.Reason#UNKNOWN_ORDER}, so that its sender hears of it.
 * Mutable and reused by its one owner.
 */
public final class CancelOrders {
  public long account;

  /** Only orders of this market; 0 for any. */
  public long market;

  /** Only orders of this event's markets; 0 for any. */
  public long event;

  /** Only orders of this group; 0 for any. */
  public long group;

  /**
   * If not empty, exactly these, and no filter is allowed. One that is not open is reported as a
   * refused item, and the others are canceled.
   */
  public final OrderNumbers orders = new OrderNumbers();

  public void clear() {
    account = 0;
    market = 0;
    event = 0;
    group = 0;
    orders.clear();
  }
}
