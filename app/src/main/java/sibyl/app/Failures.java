package sibyl.app;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a part fails for good while the program runs: it says so and ends the process,
 * the other parts being stopped on the way. An exchange that lacks a part must not look alive.
 */
final class Failures {
  /** The exit code after a part has failed. */
  static final int EXIT_FAILED = 70;

  private static final String ADVICE =
      "What was acknowledged is in the log. Look for the cause there and in logs/sibyl.log (a full"
          + " disk, memory, the database), remove it, and start again.";

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  /** What has failed, while the program ends because of it. From any thread. */
  Optional<String> failed() {
    return Optional.ofNullable(first.get());
  }

  /**
   * Hears of every thread that dies of what it did not catch. An {@link Error} means that the
   * program cannot be trusted to go on, unless it was only some request's own thread that had too
   * little stack for it.
   */
  void watchAllThreads() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          boolean fatal =
              thread.isVirtual()
                  ? failure instanceof VirtualMachineError
                      && !(failure instanceof StackOverflowError)
                  : failure instanceof Error;
          if (fatal) {
            fatal("the thread " + thread.getName(), failure);
          } else {
            LOG.error("the thread {} has ended", thread.getName(), failure);
          }
        });
  }

  /** From any thread; only the first failure counts. */
  void fatal(String part, Throwable cause) {
    if (!first.compareAndSet(null, part + " failed: " + cause)) {
      return;
    }
    try {
      System.err.println(
          "sibyl: " + part + " failed; the program stops: " + cause + "\n  " + ADVICE);
      // A thread of its own: the one that failed may be one that stopping has to wait for.
      Thread.ofPlatform().name("fatal-failure").start(() -> System.exit(EXIT_FAILED));
    } catch (Error e) {
      Runtime.getRuntime().halt(EXIT_FAILED); // not even a thread is left to stop in good order
    }
    LOG.error("{} failed; the program stops. {}", part, ADVICE, cause);
  }
}
