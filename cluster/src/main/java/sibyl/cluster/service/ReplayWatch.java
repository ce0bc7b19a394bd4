package sibyl.cluster.service;

import sibyl.engine.Engine;

/**
 * Watches the log being applied, on the service's thread, between two inputs. It must change
 * nothing, and delays the exchange.
 */
public interface ReplayWatch {
  /** The state of the snapshot the start begins from, or an empty one. */
  default void onStart(long logPosition, Engine engine) {}

  /** The state after an input, whose last byte is before {@code logPosition}. */
  default void onInput(long logPosition, Engine engine) {}

  /** A leader's term begins behind {@code baseLogPosition}; all before that has been applied. */
  default void onTerm(long baseLogPosition, Engine engine) {}
}
