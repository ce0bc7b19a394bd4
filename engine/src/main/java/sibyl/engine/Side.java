package sibyl.engine;

/** Whether an order acquires or gives up what it names. */
public enum Side {
  BUY,
  SELL
}
