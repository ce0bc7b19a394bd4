package sibyl.cluster.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import sibyl.protocol.CommandEncoder;

/**
 * A session with the cluster, kept up across failures, through which any number of threads submit
 * commands. A thread of its own takes them from a bounded queue; while there is no session, or the
 * queue is full, {@link #offer} says so at once.
 */
public final class ClusterClient implements CommandPublisher, AutoCloseable {
  private static final int QUEUE_BYTES = 4 * 1024 * 1024;
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What a client may want to hear, each from the client's thread unless said otherwise. */
  public interface Listener {
    /**
     * A command that {@link #offer} took will not be sent: the session ended, or the cluster took
     * nothing for too long. Without this call a command may still be lost on its way.
     */
    default void onDropped(DirectBuffer buffer, int offset, int length) {}

    /** A session began or ended. */
    default void onConnection(boolean connected) {}

    /**
     * The client has given up for good: it was refused, or the listener itself failed. From a
     * thread of its own.
     */
    default void onFailure(Throwable cause) {}
  }

  private final ManyToOneRingBuffer queue =
      new ManyToOneRingBuffer(
          new UnsafeBuffer(
              BufferUtil.allocateDirectAligned(
                  QUEUE_BYTES + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
  private final WakeableIdle idle = new WakeableIdle(() -> queue.size() > 0);
  private final SessionAgent agent;
  private final AgentRunner runner;

  private ClusterClient(ClusterAddress address, SessionRole role, String name, Listener listener) {
    agent = new SessionAgent(address, role, name, listener, queue);
    runner = new AgentRunner(idle, agent::onError, null, agent);
  }

  /**
   * Starts a client, which goes on to connect by itself.
   *
   * @param role decides which commands the members accept from it
   * @param name of its thread, and of its session in the members' eyes
   */
  public static ClusterClient start(
      ClusterAddress address, SessionRole role, String name, Listener listener) {
    var client = new ClusterClient(address, role, name, listener);
    AgentRunner.startOnThread(client.runner, client::thread);
    return client;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int length) {
    if (length > CommandEncoder.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "command of " + length + " bytes, at most " + CommandEncoder.MAX_LENGTH);
    }
    int session = agent.session();
    if (session == SessionAgent.NONE || !queue.write(session, buffer, offset, length)) {
      return false;
    }
    idle.wake();
    return true;
  }

  /** Whether there is a session now. */
  public boolean isConnected() {
    return agent.session() != SessionAgent.NONE;
  }

  /**
   * Waits for a session.
   *
   * @return false if there is none in time
   * @throws IllegalStateException if the client has given up
   */
  public boolean awaitConnected(Duration limit) {
    long startNs = System.nanoTime();
    while (!isConnected()) {
      Throwable failure = agent.failure();
      if (failure != null) {
        throw new IllegalStateException("the client has given up", failure);
      }
      if (System.nanoTime() - startNs > limit.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLL_NS);
    }
    return true;
  }

  /** Commands handed to the cluster. */
  public long sent() {
    return agent.sent();
  }

  /** Commands taken by {@link #offer} that were not. */
  public long dropped() {
    return agent.dropped();
  }

  /** The runner's own handler may fail as well, on a full disk for one; then the thread ends. */
  private Thread thread(Runnable work) {
    return Thread.ofPlatform()
        .uncaughtExceptionHandler((thread, failure) -> agent.onError(failure))
        .unstarted(work);
  }

  /** Ends the session; what still waits is dropped. Not from the listener. */
  @Override
  public void close() {
    runner.close();
  }
}
