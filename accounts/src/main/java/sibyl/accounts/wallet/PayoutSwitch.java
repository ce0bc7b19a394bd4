package sibyl.accounts.wallet;

/** When the payment provider is asked to pay what has been taken from accounts. */
public enum PayoutSwitch {
  /** Unless the exchange is halted. */
  FOLLOW,
  /** Not at all. */
  HELD,
  /** Whatever the exchange does. */
  OPEN
}
