package sibyl.engine;

/** The life of a market: {@code created → open ⇄ halted → closed → resolved → settled}. */
public enum MarketState {
  CREATED,
  OPEN,
  HALTED,
  CLOSED,
  RESOLVED,
  SETTLED
}
