package sibyl.engine;

/** What a movement on an account was part of. */
public enum PostingReason {
  /** Only what is reserved changed. */
  HOLD,
  TRADE,
  FEE,
  TRANSFER,
  /** Shares acquired that closed the opposite ones into cash. */
  NETTING,
  SPLIT,
  MERGE,
  CONVERT,
  FUNDING,
  SETTLEMENT,
  PRODUCTION
}
