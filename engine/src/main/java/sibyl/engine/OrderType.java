package sibyl.engine;

/** Whether an order names its worst price. */
public enum OrderType {
  LIMIT,
  MARKET
}
