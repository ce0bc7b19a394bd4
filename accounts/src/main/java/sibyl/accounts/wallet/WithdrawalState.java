package sibyl.accounts.wallet;

/**
 * Where a withdrawal is. Money is with the provider only in PAYING and PAID, and was taken from the
 * account before.
 *
 * <pre>
 *   WAITING_APPROVAL ──► TAKING ──► PAYING ──► PAID
 *     │        │           │          ╰──────► RETURNING ──► RETURNED
 *     ▼        ▼           ▼                       ▲
 *   CANCELED REJECTED    FAILED ───────────────────╯  it was taken after all
 * </pre>
 */
public enum WithdrawalState implements PaymentState<WithdrawalState> {
  /** A member of staff must agree first; the person may take it back. */
  WAITING_APPROVAL,
  /** The transfer that takes the money from the account is in the outbox. */
  TAKING,
  /** Taken; the provider is being asked to pay. */
  PAYING,
  PAID,
  /** The provider failed for good; the transfer back is in the outbox. */
  RETURNING,
  RETURNED,
  /** The exchange would not take it: there was not enough. */
  FAILED,
  REJECTED,
  CANCELED;

  /** Whether the exchange has yet to say if it takes the money. */
  public boolean isTaking() {
    return this == TAKING;
  }

  @Override
  public boolean mayBecome(WithdrawalState next) {
    return switch (this) {
      case WAITING_APPROVAL -> next == TAKING || next == REJECTED || next == CANCELED;
      case TAKING -> next == PAYING || next == FAILED;
      case PAYING -> next == PAID || next == RETURNING;
      // A submission sent before the refusal was seen can still arrive.
      case FAILED -> next == RETURNING;
      case RETURNING -> next == RETURNED;
      case PAID, RETURNED, REJECTED, CANCELED -> false;
    };
  }
}
