package sibyl.accounts.wallet;

/**
 * Where a deposit is.
 *
 * <pre>
 *   CREATED ──► REQUESTED ──► PAID ──► CREDITED
 *      │  ╲─────────╲──────────▲
 *      ╰────────────╰─────► FAILED
 * </pre>
 *
 * The provider's word may come before its answer to the request was written down.
 */
public enum DepositState {
  /** Written down; the provider may not know it yet. */
  CREATED,
  /** The provider collects it. */
  REQUESTED,
  /** The provider has it; the transfer is in the outbox. */
  PAID,
  /** On the account. */
  CREDITED,
  /** The provider could not collect it. */
  FAILED;

  /** Whether nothing more will happen to it. */
  public boolean isFinal() {
    return this == CREDITED || this == FAILED;
  }

  boolean mayBecome(DepositState next) {
    return switch (this) {
      case CREATED -> next == REQUESTED || next == PAID || next == FAILED;
      case REQUESTED -> next == PAID || next == FAILED;
      case PAID -> next == CREDITED;
      case CREDITED, FAILED -> false;
    };
  }
}
