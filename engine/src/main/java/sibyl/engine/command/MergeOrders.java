package sibyl.engine.command;

/**
 * Makes two or more open orders of one account, market, side, outcome and price into one: the one
 * that came last takes over what is left of the others. Mutable and reused by its one owner.
 */
public final class MergeOrders {
  public long account;
  public final OrderNumbers orders = new OrderNumbers();
}
