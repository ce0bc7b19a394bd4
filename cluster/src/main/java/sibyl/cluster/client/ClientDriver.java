package sibyl.cluster.client;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;

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

  private ClientDriver(MediaDriver driver) {
    this.driver = driver;
  }

  /** Starts a driver in a directory of its own, removed again by {@link #close}. */
  public static ClientDriver start() {
    return new ClientDriver(
        MediaDriver.launchEmbedded(
            new MediaDriver.Context()
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, PARK_NS_MIN, PARK_NS_MAX))
                .asyncExecutorEnabled(false)
                .imageLivenessTimeoutNs(IMAGE_LIVENESS_NS)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)));
  }

  public String aeronDirectory() {
    return driver.aeronDirectoryName();
  }

  @Override
  public void close() {
    driver.close();
  }
}
