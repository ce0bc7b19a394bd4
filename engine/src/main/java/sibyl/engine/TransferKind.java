package sibyl.engine;

/** Why money moved between two accounts. */
public enum TransferKind {
  DEPOSIT,
  WITHDRAWAL,
  /** A withdrawal that could not be paid out and came back. */
  WITHDRAWAL_RETURN,
  BONUS,
  REFERRAL,
  ADJUSTMENT,
  /** The house puts in or takes out what a market maker is funded with. */
  FUNDING
}
