package sibyl.simulation.run;

import java.util.List;
import sibyl.simulation.check.Discrepancy;
import sibyl.simulation.script.Step;

/** A trial in which a check failed, with the script up to that point. */
public final class FailedTrial extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Discrepancy discrepancy;
  private final transient List<Step> script;

  FailedTrial(Discrepancy discrepancy, List<Step> script) {
    super(discrepancy.getMessage(), discrepancy);
    this.discrepancy = discrepancy;
    this.script = List.copyOf(script);
  }

  /** The name of the check that failed. */
  public String check() {
    return discrepancy.check();
  }

  /** Everything played, the failing step last. */
  public List<Step> script() {
    return script;
  }
}
