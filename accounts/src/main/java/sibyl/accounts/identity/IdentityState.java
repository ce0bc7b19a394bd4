package sibyl.accounts.identity;

/**
 * Where a submission is. Somebody without one is not verified.
 *
 * <pre>
 *   PENDING ──► VERIFIED ──► REPLACED   by a newer payout method
 *      └──────► REJECTED                and may be submitted again
 * </pre>
 */
public enum IdentityState {
  PENDING,
  VERIFIED,
  REJECTED,
  REPLACED
}
