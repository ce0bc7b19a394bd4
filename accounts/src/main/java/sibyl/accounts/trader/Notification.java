package sibyl.accounts.trader;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Side;

/**
 * Something that somebody is told.
 *
 * @param id grows
 * @param order of a fill; 0 otherwise
 * @param side of a fill; null otherwise
 * @param outcome of a fill; null otherwise
 * @param quantity filled, or held when it was settled; hundredths
 * @param amount what the fills cost or brought before fees, or what was paid; millionths
 * @param trades how many a fill sums up
 */
public record Notification(
    long id,
    Kind kind,
    long market,
    long order,
    @Nullable Side side,
    @Nullable Outcome outcome,
    long quantity,
    long amount,
    int trades,
    long atMs,
    boolean read) {
  /** What it is about. */
  public enum Kind {
    FILL,
    SETTLEMENT
  }
}
