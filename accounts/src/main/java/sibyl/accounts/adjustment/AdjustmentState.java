package sibyl.accounts.adjustment;

/**
 * How far a correction is.
 *
 * <pre>
 *   REQUESTED ──► APPROVED    its money is in the outbox
 *        └──────► REJECTED
 * </pre>
 */
public enum AdjustmentState {
  REQUESTED,
  APPROVED,
  REJECTED
}
