package sibyl.simulation.model;

/** What an account holds of an asset: what it can dispose of, and what its open orders reserve. */
public record Balance(long free, long held) {
  public static final Balance NONE = new Balance(0, 0);

  public long total() {
    return Math.addExact(free, held);
  }

  Balance plus(long amount) {
    return new Balance(Math.addExact(free, amount), held);
  }

  /** A positive amount is reserved, a negative one released. */
  Balance hold(long amount) {
    return new Balance(Math.subtractExact(free, amount), Math.addExact(held, amount));
  }
}
