package sibyl.accounts.audit;

import org.jspecify.annotations.Nullable;

/**
 * One thing to be written down. Sensitive fields are masked by whoever makes it.
 *
 * @param stage of the operation
 * @param intent the number of the entry that announced this outcome; 0 for none
 * @param actor the number of the member of staff; 0 when nobody was recognised
 * @param username of the actor, or as which somebody tried to sign in
 * @param roles of the actor at that time, separated by commas
 * @param operation as the interface names it
 * @param subject what was acted on, as {@code market_id=7}; empty for what has none
 * @param reason as the actor gave it
 * @param request what was asked for, as JSON
 * @param before the subject as it was, as JSON
 * @param after the subject as it is then, as JSON
 * @param outcome HTTP status and, of a refusal, its code; empty for an intent
 */
public record AuditEntry(
    Stage stage,
    long intent,
    long actor,
    String username,
    String roles,
    String operation,
    String subject,
    @Nullable String reason,
    @Nullable String request,
    @Nullable String before,
    @Nullable String after,
    String outcome,
    String requestId,
    String address) {

  /** Where in an operation an entry is written. */
  public enum Stage {
    /** Before something is changed: whatever happens then, this stands. */
    INTENT,
    /** What came of an intent. */
    OUTCOME,
    /** Something about somebody was looked at; written before it is shown. */
    READ,
    /** A member of staff tried what the roles do not allow. */
    DENIED,
    /** A sign-in as staff, or the attempt of one. */
    SIGN_IN
  }
}
