package sibyl.simulation.run;

import sibyl.engine.Engine;
import sibyl.simulation.script.Speaker;
import sibyl.simulation.script.Step;

/** Takes one engine through steps, with a clock of its own. */
final class Driver {
  static final long START_MS = 1_000_000;

  private final Engine engine;
  private final Speaker speaker;
  private long nowMs;
  private long correlation;

  /**
   * @param nowMs where the clock stands
   * @param correlation of the last command
   */
  Driver(Engine engine, Speaker speaker, long nowMs, long correlation) {
    this.engine = engine;
    this.speaker = speaker;
    this.nowMs = nowMs;
    this.correlation = correlation;
  }

  long nowMs() {
    return nowMs;
  }

  long correlation() {
    return correlation;
  }

  /** Applies one step, and all work that falls due with it. */
  void apply(Step step) {
    if (begin(step)) {
      finishWork();
    }
  }

  /** Applies a step itself; says whether the work that falls due with it is to be done. */
  boolean begin(Step step) {
    return switch (step) {
      case Step.Wait wait -> {
        nowMs += wait.ms();
        yield !wait.asleep();
      }
      case Step.As who -> {
        speaker.next(who);
        yield false;
      }
      default -> {
        speaker.say(step, nowMs, ++correlation);
        yield true;
      }
    };
  }

  /** Whether there is work to do now: orders to expire, a settlement to go on with. */
  boolean hasWork() {
    return engine.nextTimerMs() <= nowMs;
  }

  void finishWork() {
    while (hasWork()) {
      engine.onTimer(nowMs);
    }
  }
}
