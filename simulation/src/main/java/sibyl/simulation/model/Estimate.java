package sibyl.simulation.model;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Reason;

/** What an order would do now; the figures are those of {@link sibyl.engine.event.Quote}. */
public record Estimate(
    int item,
    @Nullable Reason refusal,
    long filled,
    long resting,
    long cost,
    long fee,
    int worstPrice,
    int yesPriceBefore,
    int yesPriceAfter,
    long hold,
    long payoutIfRight,
    boolean keepsPriority) {
  static Estimate refused(int item, Reason why) {
    return new Estimate(item, why, 0, 0, 0, 0, 0, 0, 0, 0, 0, false);
  }

  /** Of an amendment that meets no order: what is left rests or is canceled. */
  static Estimate apart(@Nullable Reason refusal, long resting, long hold, boolean keepsPriority) {
    return new Estimate(0, refusal, 0, resting, 0, 0, 0, 0, 0, hold, 0, keepsPriority);
  }
}
