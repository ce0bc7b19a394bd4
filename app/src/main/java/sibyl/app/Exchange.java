package sibyl.app;

import java.io.PrintStream;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import sibyl.app.audit.Audit;
import sibyl.app.audit.Auditor;
import sibyl.app.configuration.Configuration;

/**
 * The whole exchange in this process, each part on those before it:
 *
 * <pre>
 *   data directory → PostgreSQL → log and engine → tables → read model → HTTP
 * </pre>
 *
 * <p>It stops in the reverse order: on {@link #close} and on a signal. A part that fails for good
 * ends the process, see {@link Failures}.
 */
final class Exchange implements AutoCloseable {
  private final Parts parts;
  private final Backend backend;
  private final FrontDoor door;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Exchange(Parts parts, Backend backend, FrontDoor door) {
    this.parts = parts;
    this.backend = backend;
    this.door = door;
  }

  /**
   * Starts everything, telling {@code out} how far it is.
   *
   * @throws StartException if a part cannot start; those that did are stopped again
   */
  static Exchange start(Configuration configuration, PrintStream out) {
    long startedNs = System.nanoTime();
    out.println("Sibyl, with");
    configuration.effective().forEach(line -> out.println("  " + line));
    out.println();
    Parts parts = new Parts(out);
    // From here on a signal stops what has been started so far.
    Thread hook = Thread.ofPlatform().name("stop").unstarted(parts::close);
    Runtime.getRuntime().addShutdownHook(hook);
    Failures failures = new Failures();
    failures.watchAllThreads();
    Backend backend = Backend.start(configuration, parts, failures);
    FrontDoor door = FrontDoor.start(configuration, parts, failures, backend);
    Exchange exchange = new Exchange(parts, backend, door);
    out.printf(
        "%nReady at %s after %d ms%n", door.url(), (System.nanoTime() - startedNs) / 1_000_000);
    if (configuration.dev() && configuration.publishedAdminPassword()) {
      out.printf(
          "Staff sign in as %s with the published password of dev mode%n",
          configuration.adminUsername());
    }
    out.println();
    out.flush();
    return exchange;
  }

  /** Where it is reached from this machine. */
  URI url() {
    return door.url();
  }

  /** Compares the engine with the tables. */
  Audit audit() {
    return new Auditor(backend.node(), backend.projection(), backend.database()).audit();
  }

  /**
   * Waits until {@link #close} from another thread; a signal ends the process meanwhile.
   *
   * @return the exit code
   */
  int awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  @Override
  public void close() {
    parts.close();
    stopped.countDown();
  }
}
