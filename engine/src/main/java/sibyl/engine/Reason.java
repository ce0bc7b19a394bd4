package sibyl.engine;

/** Why the exchange refused a command. The wire code is the position: only ever append. */
public enum Reason {
  UNKNOWN_ACCOUNT,
  ACCOUNT_EXISTS,
  ACCOUNT_SUSPENDED,
  UNKNOWN_MARKET,
  UNKNOWN_EVENT,
  UNKNOWN_ORDER,
  MARKET_NOT_OPEN,
  ILLEGAL_TRANSITION,
  PRICE_OFF_GRID,
  PRICE_OUT_OF_RANGE,
  QUANTITY_OFF_LOT,
  QUANTITY_OUT_OF_RANGE,
  AMOUNT_OUT_OF_RANGE,
  INSUFFICIENT_BALANCE,
  INSUFFICIENT_HOLDINGS,
  DUPLICATE_CLIENT_ORDER_ID,
  DUPLICATE_TRANSFER,
  POST_ONLY_WOULD_CROSS,
  FOK_UNFILLED,
  SELF_TRADE,
  TOO_LATE,
  LIMIT_EXCEEDED,
  NOTHING_TO_REDUCE,
  NO_LIQUIDITY,
  UNSUPPORTED,
  INVALID_COMMAND,
  IDEMPOTENCY_CONFLICT,
  EXCHANGE_HALTED,
  UNKNOWN_GROUP,
  /** The order's group has passed its limit and waits to be reset. */
  GROUP_TRIGGERED,
  /** Orders of one atomic command could meet each other, or each other's counterparties. */
  ORDERS_INTERFERE,
  /** Orders to be merged differ in market, side, outcome or price. */
  NOT_MERGEABLE,
  /** The markets of an exclusive event must resolve to one whole between them. */
  RESOLUTIONS_CONFLICT,
  /** Whoever proposed an outcome cannot confirm it. */
  SECOND_PERSON_NEEDED,
  /** The time to challenge a resolution is not over, or is over already. */
  CHALLENGE_WINDOW,
  /** The account may not produce this good. */
  NOT_AUTHORISED,
  /** The exchange takes cancellations only. */
  CANCEL_ONLY,
  /** The account and the market, or the two accounts, are of different segments. */
  OTHER_SEGMENT,
  /** Something was traded in the event, or somebody holds shares of it: it cannot be taken back. */
  EVENT_TRADED
}
