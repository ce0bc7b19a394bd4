package sibyl.accounts.event;

/**
 * How far a draft is.
 *
 * <pre>
 *   DRAFT ──► PUBLISHING ──► PUBLISHED
 *     │           └────────► DRAFT       the exchange refused it
 *     └─────► DELETED
 * </pre>
 */
public enum DraftState {
  DRAFT,
  /** The exchange was asked to create the event; what came of it may not be known yet. */
  PUBLISHING,
  PUBLISHED,
  DELETED
}
