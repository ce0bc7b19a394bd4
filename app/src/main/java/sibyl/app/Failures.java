package sibyl.app;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a part fails for good while the program runs: it says so and ends the process,
 * the other parts being stopped on the way. An exchange that lacks a part must not look alive.
 */
final class Failures {
  /** The exit code after a part has failed. */
  static final int EXIT_FAILED = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final AtomicBoolean ending = new AtomicBoolean();

  /** From any thread; only the first failure counts. */
  void fatal(String part, Throwable cause) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    LOG.error("{} failed; the program stops", part, cause);
    System.err.println("sibyl: " + part + " failed; the program stops: " + cause);
    // A thread of its own: the one that failed may be one that stopping has to wait for.
    Thread.ofPlatform().name("fatal-failure").start(() -> System.exit(EXIT_FAILED));
  }
}
