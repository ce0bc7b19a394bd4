package sibyl.simulation.model;

import sibyl.engine.CloseReason;

/**
 * An order that was looked at and found acceptable, with what it is going to do.
 *
 * @param needed cash of a buy, shares of a sell
 */
record Considered(ModelOrder order, Plan plan, long needed) {
  /** Whether something of it stays in the book. */
  boolean rests() {
    return order.rests() && !plan.stopped() && plan.left > 0;
  }

  /** How it ends when it does not rest. */
  CloseReason end() {
    if (order.remaining == 0) {
      return order.completed();
    }
    return plan.stopped() ? CloseReason.SELF_TRADE_PREVENTION : CloseReason.IMMEDIATE_REMAINDER;
  }
}
