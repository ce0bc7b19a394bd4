package sibyl.simulation.model;

import sibyl.engine.Reason;
import sibyl.engine.event.Rejection;

/**
 * Why a command was refused, with the figures of {@link sibyl.engine.event.Rejection} that tell the
 * sender what to do; those that do not apply are 0.
 */
public record Refusal(
    Reason reason,
    long order,
    long needed,
    long available,
    long held,
    long asset,
    long nearest,
    int item) {
  static Refusal of(Reason reason) {
    return new Refusal(reason, 0, 0, 0, 0, 0, 0, Rejection.WHOLE);
  }

  /** With the order concerned. */
  static Refusal about(Reason reason, long order) {
    return new Refusal(reason, order, 0, 0, 0, 0, 0, Rejection.WHOLE);
  }

  /** With the nearest valid value. */
  static Refusal nearest(Reason reason, long nearest) {
    return new Refusal(reason, 0, 0, 0, 0, 0, nearest, Rejection.WHOLE);
  }

  /** With what would be needed, and what is there of it. */
  static Refusal lack(Reason reason, long asset, long needed, Balance has) {
    return new Refusal(reason, 0, needed, has.free(), has.held(), asset, 0, Rejection.WHOLE);
  }

  Refusal ofOrder(long which) {
    return new Refusal(reason, which, needed, available, held, asset, nearest, item);
  }

  Refusal holding(long holds) {
    return new Refusal(reason, order, needed, available, holds, asset, nearest, item);
  }

  Refusal ofItem(int which) {
    return new Refusal(reason, order, needed, available, held, asset, nearest, which);
  }

  /** The same for a cost that may be one millionth off, and so the fee on it. */
  public boolean isAbout(Refusal other) {
    boolean close =
        Math.abs(needed - other.needed) <= 2 && Math.abs(available - other.available) <= 2;
    return close
        && equals(
            new Refusal(
                other.reason,
                other.order,
                needed,
                available,
                other.held,
                other.asset,
                other.nearest,
                other.item));
  }
}
