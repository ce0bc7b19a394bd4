package sibyl.cluster.client;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import sibyl.cluster.journal.RunningTime;

/**
 * The media driver of a process that reaches the cluster over the network and runs no member
 * itself. One thread; closing it ends every client and follower that goes through it.
 */
public final class ClientDriver implements AutoCloseable {
  private static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(1);
  private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1);

  /** After this long without a word a member counts as gone, and readers move on. */
  private static final long IMAGE_LIVENESS_NS = TimeUnit.SECONDS.toNanos(2);

  private final MediaDriver driver;
  private final Path home;

  private ClientDriver(MediaDriver driver, Path home) {
    this.driver = driver;
    this.home = home;
  }

  /** Starts a driver in a private directory of its own, removed again by {@link #close}. */
  public static ClientDriver start() {
    Path home = PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")));
    return new ClientDriver(
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(home.resolve("driver").toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, PARK_NS_MIN, PARK_NS_MAX))
                .asyncExecutorEnabled(false)
                .epochClock(RunningTime.CLOCK)
                .termBufferSparseFile(false)
                .imageLivenessTimeoutNs(IMAGE_LIVENESS_NS)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)),
        home);
  }

  public String aeronDirectory() {
    return driver.aeronDirectoryName();
  }

  @Override
  public void close() {
    driver.close();
    PrivateDirectory.delete(home);
  }
}
