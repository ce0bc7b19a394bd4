package sibyl.simulation.run;

import java.util.ArrayList;
import java.util.List;
import sibyl.simulation.check.Discrepancy;
import sibyl.simulation.generate.Dice;
import sibyl.simulation.generate.Generator;
import sibyl.simulation.script.Step;

/** One exchange from its first command to its last. */
public final class Trial {
  /** On average; where exactly is drawn, so that cuts fall on all kinds of steps. */
  private static final int CUT_EVERY = 61;

  private final Duel duel = new Duel();
  private final List<Step> script = new ArrayList<>();
  private Duel.Cut cut = Duel.beginning();
  private int stepsAtCut;
  private long cuts;

  private Trial() {}

  /**
   * What a trial came to.
   *
   * @param cuts moments at which a snapshot was taken, restored and continued
   * @param hash of the state in the end and of all events
   */
  public record Result(long steps, long trades, long refusals, long checks, long cuts, long hash) {}

  /** Plays what a seed generates. */
  public static Result ofSeed(long seed) throws FailedTrial {
    Trial trial = new Trial();
    Generator generator = new Generator(seed);
    for (int i = generator.commands(); i > 0; i--) {
      trial.play(generator.next(trial.duel));
    }
    return trial.finish();
  }

  /** Plays a script. */
  public static Result ofScript(List<Step> script) throws FailedTrial {
    Trial trial = new Trial();
    for (Step step : script) {
      trial.play(step);
    }
    return trial.finish();
  }

  private void play(Step step) throws FailedTrial {
    script.add(step);
    try {
      duel.apply(step);
      if (duel.cutAtWork() != null) {
        cutAt(duel.cutAtWork());
      } else if (isCut(step)) {
        cutAt(duel.cut());
      }
    } catch (Discrepancy e) {
      throw new FailedTrial(e, script);
    }
  }

  /** Not between a command and who sends it. */
  private boolean isCut(Step step) {
    return Long.remainderUnsigned(Dice.mix(script.size()), CUT_EVERY) == 0
        && !(step instanceof Step.As);
  }

  private Result finish() throws FailedTrial {
    try {
      duel.compareAll();
      requireSameFromCut();
      duel.requireSame("I12 same log, same events", Duel.beginning(), script);
    } catch (Discrepancy e) {
      throw new FailedTrial(e, script);
    }
    long hash = 31 * duel.stateHash() + duel.digest();
    return new Result(script.size(), duel.trades(), duel.refusals(), duel.checks(), cuts, hash);
  }

  private void cutAt(Duel.Cut next) {
    requireSameFromCut();
    cuts++;
    cut = next;
    stepsAtCut = script.size();
  }

  private void requireSameFromCut() {
    duel.requireSame("I13 snapshot and the rest", cut, script.subList(stepsAtCut, script.size()));
  }
}
