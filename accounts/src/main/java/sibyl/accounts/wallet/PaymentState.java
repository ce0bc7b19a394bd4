package sibyl.accounts.wallet;

/** A state of a deposit or of a withdrawal. */
interface PaymentState<S extends PaymentState<S>> {
  /** Whether there is a step from this state to another. */
  boolean mayBecome(S next);
}
