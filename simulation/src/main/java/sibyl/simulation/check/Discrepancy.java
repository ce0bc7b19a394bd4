package sibyl.simulation.check;

/** A check that failed: which one, and what was seen. */
public final class Discrepancy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String check;

  public Discrepancy(String check, String seen) {
    super(check + ": " + seen);
    this.check = check;
  }

  /** The name of the check, as the documentation of the simulation lists it. */
  public String check() {
    return check;
  }
}
