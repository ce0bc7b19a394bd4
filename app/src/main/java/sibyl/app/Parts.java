package sibyl.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the running program, in the order they were started: each on those before it, so
 * they are stopped in reverse. If one cannot start, those that did are stopped again.
 *
 * <p>Stopping takes as long as the parts need, within a deadline after which the process ends
 * without the rest: what was acknowledged is on disk by then anyway.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
  private static final Duration STOPPING = Duration.ofSeconds(30);
  private static final int EXIT_STUCK = 71;

  private record Part(String name, AutoCloseable closeable) {}

  private final PrintStream out;
  private final Deque<Part> started = new ArrayDeque<>();
  private boolean closed;

  Parts(PrintStream out) {
    this.out = out;
  }

  /**
   * Starts one more part and says how long that took.
   *
   * @throws StartException naming the part, after everything was stopped
   */
  <T extends AutoCloseable> T start(String name, Callable<T> start) {
    long startedNs = System.nanoTime();
    T part;
    try {
      part = start.call();
    } catch (StartException e) {
      close(); // its message says all there is to say
      throw e;
    } catch (Exception e) {
      LOG.error("{} could not start", name, e);
      close();
      throw new StartException(name + " could not start: " + e.getMessage(), e);
    }
    synchronized (this) {
      if (closed) {
        stop(new Part(name, part));
        throw new StartException(name + " was started while the program was stopping", null);
      }
      started.push(new Part(name, part));
    }
    out.printf(Locale.ROOT, "  %-24s %6d ms%n", name, (System.nanoTime() - startedNs) / 1_000_000);
    return part;
  }

  /** Says what a part that takes long to start is doing. */
  void progress(String step) {
    out.println("    " + step);
  }

  /** Stops what was started, last first. May be called twice and from any thread. */
  @Override
  public void close() {
    Thread watchdog = Thread.ofPlatform().name("stop-deadline").daemon().start(Parts::endAnyway);
    synchronized (this) {
      closed = true;
      while (!started.isEmpty()) {
        stop(started.pop());
      }
    }
    watchdog.interrupt();
  }

  private static void stop(Part part) {
    long startedNs = System.nanoTime();
    try {
      part.closeable().close();
      LOG.info("{} stopped in {} ms", part.name(), (System.nanoTime() - startedNs) / 1_000_000);
    } catch (Exception e) {
      LOG.error("{} did not stop cleanly", part.name(), e);
    }
  }

  private static void endAnyway() {
    try {
      Thread.sleep(STOPPING);
    } catch (InterruptedException e) {
      return; // stopped in time
    }
    System.err.println("sibyl: did not stop within " + STOPPING.toSeconds() + " s; ending anyway");
    Runtime.getRuntime().halt(EXIT_STUCK);
  }
}
