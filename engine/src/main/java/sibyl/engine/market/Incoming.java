package sibyl.engine.market;

import sibyl.engine.book.Orders;

/** An order between its check and its effect: whose it is and what it will do. Reused. */
final class Incoming {
  final OrderPlan plan = new OrderPlan();
  Market market = NoMarket.INSTANCE;

  /** Whether it has no owner, and is only asked about: what an owner needs is not looked at. */
  boolean ofGuest;

  /** Slot of its owner; none for a guest's. */
  int account;

  /** Slot of its owner's position in the market; {@code Positions.NONE} when there is none yet. */
  int position;

  /** Slot of its group; {@link Orders#NONE} when it has none. */
  int group;

  /** What of it may trade at most, hundredths. */
  long quantity;

  /** What it needs from its owner: cash (millionths) for a buy, shares (hundredths) for a sell. */
  long needed;

  /** Whether what is not filled at once stays in the book. */
  boolean mayRest;

  /** Whether it got as far as {@link #plan}. */
  boolean planned;

  /** What it was charged before, if it is amended and not new; as {@link FeeMeter} counts. */
  long feeWhole;

  long feeRest;

  /** Whether something of it will stay in the book. */
  boolean rests() {
    return mayRest && plan.left > 0 && !plan.stoppedBySelfTrade();
  }
}
