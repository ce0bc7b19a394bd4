package sibyl.cluster.client;

import io.aeron.Aeron;
import io.aeron.RethrowingErrorHandler;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.journal.JournalPurgedException;
import sibyl.cluster.journal.JournalReplay;
import sibyl.cluster.journal.JournalSource;
import sibyl.cluster.journal.Patience;
import sibyl.cluster.journal.RunningTime;
import sibyl.protocol.FrameSink;

/**
 * The follower's thread: finds its place in a member's journal and reads on from there; when that
 * ends, does so again, with the next member.
 */
final class FollowerAgent implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(FollowerAgent.class);
  private static final int FRAMES = 64;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final Duration DRIVER_MAX = Duration.ofSeconds(2);
  private static final long LAG_EVERY_NS = Duration.ofSeconds(1).toNanos();
  private static final long NOT_CONNECTED = -1;

  /** Another member may still have what this one's journal no longer does. */
  private static final int GAPS_MAX = 3;

  private final ClusterAddress address;
  private final String name;
  private final FrameSink frames;
  private final FollowerListener listener;
  private final Backoff backoff = new Backoff();
  private final FrameSink taker = this::onFrame;
  private int member;
  private int gaps;
  private boolean resting = true;
  private long nextLagNs;
  private @Nullable Connection connection;

  private volatile long lastSeq;
  private volatile long endPosition = NOT_CONNECTED;
  private volatile long position;
  private final AtomicLong connections = new AtomicLong();
  private volatile @Nullable Throwable failure;

  /** What is open while it reads. */
  private record Connection(
      Aeron aeron, AeronArchive archive, JournalSource source, JournalReplay replay) {}

  FollowerAgent(
      ClusterAddress address,
      String name,
      long afterSeq,
      FrameSink frames,
      FollowerListener listener) {
    this.address = address;
    this.name = name;
    this.lastSeq = afterSeq;
    this.frames = frames;
    this.listener = listener;
  }

  long lastSeq() {
    return lastSeq;
  }

  boolean isLive() {
    long end = endPosition;
    return end != NOT_CONNECTED && position >= end;
  }

  long lagBytes() {
    long end = endPosition;
    return end == NOT_CONNECTED ? NOT_CONNECTED : Math.max(0, end - position);
  }

  long connections() {
    return connections.get();
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public int doWork() {
    long nowNs = System.nanoTime();
    try {
      Connection open = connection;
      if (open == null) {
        return backoff.isDue(nowNs) ? connect() : 0;
      }
      return read(open, nowNs);
    } catch (AgentTerminationException end) {
      throw end;
    } catch (JournalGapException | JournalPurgedException gap) {
      gaps++;
      if (gaps > GAPS_MAX) {
        throw new AgentTerminationException(gap);
      }
      disconnect(gap.toString(), nowNs);
      return 1;
    } catch (ArchiveException e) {
      if (e.errorCode() == ArchiveException.AUTHENTICATION_REJECTED) {
        throw new AgentTerminationException("the archive refuses our secret", e);
      }
      disconnect(e.toString(), nowNs);
      return 1;
    } catch (RuntimeException lost) {
      disconnect(lost.toString(), nowNs);
      return 1;
    }
  }

  private int read(Connection open, long nowNs) {
    int work = open.aeron().conductorAgentInvoker().invoke();
    int frames = open.replay().poll(taker, FRAMES);
    position = open.replay().position();
    if (frames > 0) {
      resting = false;
      return frames;
    }
    if (!resting) {
      resting = true;
      tell(listener::onIdle);
    }
    if (open.replay().isEnded()) {
      disconnect("the replay has ended", nowNs);
      return 1;
    }
    if (nowNs - nextLagNs >= 0) {
      nextLagNs = nowNs + LAG_EVERY_NS;
      endPosition = open.source().endPosition();
    }
    return work;
  }

  private int connect() {
    Aeron aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(address.aeronDirectory())
                .clientName(name)
                .epochClock(RunningTime.CLOCK)
                .driverTimeoutMs(DRIVER_MAX.toMillis())
                .useConductorAgentInvoker(true)
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
                .errorHandler(error -> LOG.warn("follower {}: {}", name, error.getMessage())));
    AeronArchive archive = null;
    try {
      IdleStrategy idle = new ConductorIdle(aeron, new BackoffIdleStrategy());
      archive =
          ArchiveSession.connect(
              aeron, address, SessionRole.READER, member, new BackoffIdleStrategy(), ANSWER_MAX);
      String localHost =
          switch (address) {
            case ClusterAddress.SameMachine same -> null;
            case ClusterAddress.Remote remote -> remote.localHost();
          };
      JournalSource source =
          JournalSource.find(aeron, archive, localHost, new Patience(idle, ANSWER_MAX));
      if (source == null) {
        throw new IllegalStateException("the member has no journal yet");
      }
      checkNotBehind(source);
      JournalReplay replay = source.follow(lastSeq + 1);
      connection = new Connection(aeron, archive, source, replay);
      endPosition = source.endPosition();
      position = replay.position();
      nextLagNs = System.nanoTime() + LAG_EVERY_NS;
      connections.incrementAndGet();
      backoff.onSuccess();
      LOG.info("follower {} connected: member={} afterSeq={}", name, member, lastSeq);
      return 1;
    } catch (RuntimeException e) {
      CloseHelper.quietCloseAll(archive, aeron);
      throw e;
    }
  }

  /**
   * A member that has just started may have to make its last events again. One whose journal stays
   * behind is not the one we have read: what it adds would be taken for what we have had.
   */
  private void checkNotBehind(JournalSource source) {
    long last = lastSeq;
    if (last > 0) {
      long end = source.lastSeq();
      if (end < last) {
        throw new IllegalStateException(
            "the journal ends with event " + end + ", its reader has had event " + last);
      }
    }
  }

  private void onFrame(
      DirectBuffer buffer, int offset, int length, long firstSeq, long frameLastSeq) {
    long last = lastSeq;
    if (frameLastSeq <= last) {
      return;
    }
    if (firstSeq > last + 1) {
      throw new JournalGapException(last, firstSeq);
    }
    try {
      frames.onFrame(buffer, offset, length, firstSeq, frameLastSeq);
    } catch (RuntimeException | Error e) {
      throw new AgentTerminationException("events " + firstSeq + " to " + frameLastSeq, e);
    }
    lastSeq = frameLastSeq;
    gaps = 0;
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw new AgentTerminationException("the listener failed", e);
    }
  }

  private void disconnect(String why, long nowNs) {
    LOG.warn("follower {} is not connected: member={} reason={}", name, member, why);
    release();
    backoff.onFailure(nowNs);
    if (address instanceof ClusterAddress.Remote remote) {
      member = (member + 1) % remote.members().size();
    }
  }

  private void release() {
    endPosition = NOT_CONNECTED;
    Connection open = connection;
    connection = null;
    if (open != null) {
      CloseHelper.closeAll(
          error -> LOG.warn("follower {} while closing: {}", name, error.getMessage()),
          open.replay(),
          open.archive(),
          open.aeron());
    }
  }

  /** Anything that reaches the runner: this thread ends, and says why. */
  void onError(Throwable error) {
    if (failure != null) {
      return;
    }
    Throwable cause =
        error instanceof AgentTerminationException && error.getCause() != null
            ? error.getCause()
            : error;
    failure = cause;
    LOG.error("follower {} stops after event {}", name, lastSeq, error);
    Thread.ofPlatform().name(roleName() + "-failure").start(() -> listener.onFailure(cause));
  }

  @Override
  public void onClose() {
    release();
  }

  @Override
  public String roleName() {
    return "sibyl-follower-" + name;
  }
}
