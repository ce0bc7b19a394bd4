package sibyl.accounts.wallet;

/**
 * Where a withdrawal is. The money is taken from the account first, and waits on the house's
 * account for money under way; it is with the provider only in PAYING and PAID.
 *
 * <pre>
 *   TAKING ──► WAITING_APPROVAL ──► PAYING ──► PAID
 *     │  ╰───────────│──────│─────────▲╰─────► RETURNING ──► RETURNED
 *     ▼              ▼      ▼                       ▲
 *   FAILED ──╮  REJECTED  CANCELED, with the money back
 *            ╰──────────────────────────────────────╯  it was taken after all
 * </pre>
 */
public enum WithdrawalState implements PaymentState<WithdrawalState> {
  /** Taken; a member of staff must agree before it is paid, and until then it can be taken back. */
  WAITING_APPROVAL,
  /** The transfer that takes the money from the account is in the outbox. */
  TAKING,
  /** Taken; the provider is being asked to pay, or will be once payouts are not held. */
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
      case WAITING_APPROVAL -> next == PAYING || next == REJECTED || next == CANCELED;
      case TAKING -> next == WAITING_APPROVAL || next == PAYING || next == FAILED;
      case PAYING -> next == PAID || next == RETURNING;
      // A submission sent before the refusal was seen can still arrive.
      case FAILED -> next == RETURNING;
      case RETURNING -> next == RETURNED;
      case PAID, RETURNED, REJECTED, CANCELED -> false;
    };
  }
}
