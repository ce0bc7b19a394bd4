package sibyl.simulation;

/** A simulation in which a check failed, with the shortest script found that shows it. */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final String check;
  private final int failedAt;
  private final String script;

  SimulationFailure(long seed, String check, String seen, int failedAt, String script) {
    super(
        """
        %s
        Seed %d, at step %d. The shortest script found that fails alike:

        %s"""
            .formatted(seen, seed, failedAt, script));
    this.seed = seed;
    this.check = check;
    this.failedAt = failedAt;
    this.script = script;
  }

  /** Of the one exchange that failed. */
  public long seed() {
    return seed;
  }

  /** The name of the check. */
  public String check() {
    return check;
  }

  /** How many steps it took. */
  public int failedAt() {
    return failedAt;
  }

  /** The short script. */
  public String script() {
    return script;
  }
}
