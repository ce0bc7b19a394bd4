package sibyl.simulation.model;

import sibyl.engine.Reason;

/**
 * Why a command was refused, with the figures of {@link sibyl.engine.event.Rejection} that tell the
 * sender what to do; those that do not apply are 0.
 */
public record Refusal(
    Reason reason, long order, long needed, long available, long held, long asset, long nearest) {
  /** The same for a cost that may be one millionth off, and so the fee on it. */
  public boolean isAbout(Refusal other) {
    boolean close = Math.abs(needed - other.needed) <= 2;
    return close
        && equals(
            new Refusal(
                other.reason,
                other.order,
                needed,
                other.available,
                other.held,
                other.asset,
                other.nearest));
  }

  static Refusal of(Reason reason) {
    return new Refusal(reason, 0, 0, 0, 0, 0, 0);
  }
}
