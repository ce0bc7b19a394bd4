package sibyl.accounts.trader;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Side;

/**
 * Something that somebody is told.
 *
 * @param id grows
 * @param team the team whose account it happened to; 0 if it was one's own
 * @param market 0 where it is about none
 * @param event whose rules are clearer, or that was deleted; 0 otherwise
 * @param order of a fill; 0 otherwise
 * @param side of a fill; null otherwise
 * @param outcome of a fill; null otherwise
 * @param quantity filled, or held when it was settled; hundredths
 * @param amount what the fills cost or brought before fees, what was paid, or of the deposit;
 *     millionths
 * @param trades how many a fill sums up
 * @param transaction the deposit it is about; null otherwise
 * @param title of a message of staff; null otherwise
 * @param text of a message of staff, or why rules are clearer or an event was deleted; null
 *     otherwise
 */
public record Notification(
    long id,
    Kind kind,
    long team,
    long market,
    long event,
    long order,
    @Nullable Side side,
    @Nullable Outcome outcome,
    long quantity,
    long amount,
    int trades,
    @Nullable UUID transaction,
    @Nullable String title,
    @Nullable String text,
    long atMs,
    boolean read) {
  /** What it is about. */
  public enum Kind {
    FILL,
    SETTLEMENT,
    DEPOSIT_FAILED,
    DEPOSIT_EXPIRED,
    RULES_CLARIFIED,
    EVENT_DELETED,
    MESSAGE
  }
}
