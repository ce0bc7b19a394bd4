package sibyl.engine;

/** Why shares or goods came or went other than by a trade. */
public enum HoldingReason {
  /** One YES of every market of an exclusive event, for cash. */
  SPLIT_ALL,
  /** And back. */
  MERGE_ALL,
  /** NO of some markets of an exclusive event into cash and YES of the others. */
  CONVERT,
  /** What an account starts a contest with. */
  INITIAL,
  PRODUCTION,
  /** Used up by the production of something else. */
  CONSUMPTION,
  /** Put right by staff. */
  ADJUSTMENT,
  /** A contest starts again. */
  RESET
}
