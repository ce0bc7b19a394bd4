package sibyl.cluster.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.jspecify.annotations.Nullable;
import sibyl.engine.event.EventHandler;
import sibyl.protocol.FrameSink;

/**
 * Reads the journal after an event, to its end and on, on a thread of its own: every event once, in
 * order, without a gap, across restarts of the node and, in a cluster of several, from whichever
 * member is there. It reads what the archive recorded, so however slow it is, the exchange does not
 * notice.
 *
 * <p>A lost connection is made again, by itself and for as long as it takes. The follower stops for
 * good, and says why, when its handler throws, and when an event is missing or damaged: it must not
 * go on then.
 */
public final class JournalFollower implements AutoCloseable {
  /** Longer parks save little: see the figures in docs/cluster.md. */
  private static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(1);

  private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final FollowerAgent agent;
  private final AgentRunner runner;

  private JournalFollower(FollowerAgent agent) {
    this.agent = agent;
    this.runner =
        new AgentRunner(
            new BackoffIdleStrategy(10, 20, PARK_NS_MIN, PARK_NS_MAX), agent::onError, null, agent);
  }

  /**
   * Starts to follow.
   *
   * @param name of its thread
   * @param afterSeq the last event the handler has had; 0 for none. If a command goes on behind it,
   *     {@link EventHandler#onCommand} is told again before its other events
   * @param events called from the follower's thread
   */
  public static JournalFollower start(
      ClusterAddress address,
      String name,
      long afterSeq,
      EventHandler events,
      FollowerListener listener) {
    return startFrames(address, name, afterSeq, new DecodedFrames(events, afterSeq), listener);
  }

  /**
   * The same for a reader of frames as they are recorded.
   *
   * @param frames the first may begin with events up to {@code afterSeq}
   */
  public static JournalFollower startFrames(
      ClusterAddress address,
      String name,
      long afterSeq,
      FrameSink frames,
      FollowerListener listener) {
    if (afterSeq < 0) {
      throw new IllegalArgumentException("after event " + afterSeq);
    }
    var follower =
        new JournalFollower(new FollowerAgent(address, name, afterSeq, frames, listener));
    AgentRunner.startOnThread(follower.runner, follower::thread);
    return follower;
  }

  /** The last event the handler has had, whole. */
  public long lastSeq() {
    return agent.lastSeq();
  }

  /** Whether there is a connection and the handler has had everything there was a moment ago. */
  public boolean isLive() {
    return agent.isLive();
  }

  /** Bytes of the journal still to be read, as of at most a second ago; -1 when not connected. */
  public long lagBytes() {
    return agent.lagBytes();
  }

  /** How often a connection was made. */
  public long connections() {
    return agent.connections();
  }

  /** Why it has stopped; null while it has not. */
  public @Nullable Throwable failure() {
    return agent.failure();
  }

  /**
   * Waits until the handler has had an event.
   *
   * @return false if it has not in time
   * @throws IllegalStateException if the follower has stopped
   */
  public boolean awaitSeq(long seq, Duration limit) {
    long startNs = System.nanoTime();
    while (lastSeq() < seq) {
      Throwable failure = failure();
      if (failure != null) {
        throw new IllegalStateException("the follower has stopped", failure);
      }
      if (System.nanoTime() - startNs > limit.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLL_NS);
    }
    return true;
  }

  /** The runner's own handler may fail as well, on a full disk for one; then the thread ends. */
  private Thread thread(Runnable work) {
    return Thread.ofPlatform()
        .uncaughtExceptionHandler((thread, failure) -> agent.onError(failure))
        .unstarted(work);
  }

  /** Stops after the frame it is at. Not from its handler. */
  @Override
  public void close() {
    runner.close();
  }
}
