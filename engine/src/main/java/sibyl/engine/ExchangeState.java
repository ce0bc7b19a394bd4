package sibyl.engine;

/** What the exchange as a whole accepts. Deposits and withdrawals are never concerned. */
public enum ExchangeState {
  OPEN,
  /** Nothing that could trade or reserve; taking down and settling go on. */
  CANCEL_ONLY,
  /** Nothing but the commands of staff. */
  HALTED
}
