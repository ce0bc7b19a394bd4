package sibyl.cluster;

import java.util.Objects;
import sibyl.engine.Engine;

/** A fault of one machine's memory, put into a running member. */
final class Altered {
  private Altered() {}

  /** Changes something that no event says and that only what comes later will show. */
  static long silently(Engine engine) {
    Objects.requireNonNull(engine.market(Commands.MARKET)).settle();
    return engine.lastSeq();
  }
}
