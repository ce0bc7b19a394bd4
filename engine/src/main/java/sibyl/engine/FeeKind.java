package sibyl.engine;

/** How the fee of a fill is computed. */
public enum FeeKind {
  NONE,
  /** Basis points of notional. */
  FLAT,
  /** Rate × quantity × p × (1 − p), the rate in basis points of the payout. */
  QUADRATIC
}
