package sibyl.accounts.wallet;

/**
 * Where a deposit is.
 *
 * <pre>
 *   CREATED ──► REQUESTED ──► PAID ──► CREDITED
 *      │  ╲─────────│╲─────────▲  ▲
 *      ├────────────┼─────► FAILED│
 *      ╰────────────┴─────► EXPIRED
 * </pre>
 *
 * The provider's word may come before its answer to the request was written down, and after the
 * deposit was given up: money that came is never turned away.
 */
public enum DepositState implements PaymentState<DepositState> {
  /** Written down; the provider may not know it yet. */
  CREATED,
  /** The provider collects it. */
  REQUESTED,
  /** The provider has it; the transfer is in the outbox. */
  PAID,
  /** On the account. */
  CREDITED,
  /** The provider could not collect it. */
  FAILED,
  /** Nobody has paid it in the time there was; should somebody yet, it is credited. */
  EXPIRED;

  /** Whether nothing more is expected to happen to it. */
  public boolean isFinal() {
    return this == CREDITED || this == FAILED || this == EXPIRED;
  }

  @Override
  public boolean mayBecome(DepositState next) {
    return switch (this) {
      case CREATED -> next == REQUESTED || next == PAID || next == FAILED || next == EXPIRED;
      case REQUESTED -> next == PAID || next == FAILED || next == EXPIRED;
      case EXPIRED -> next == PAID;
      case PAID -> next == CREDITED;
      case CREDITED, FAILED -> false;
    };
  }
}
