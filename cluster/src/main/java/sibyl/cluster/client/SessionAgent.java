package sibyl.cluster.client;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.security.AuthenticationException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.journal.RunningTime;

/**
 * The client's thread: keeps a session and empties the queue into it.
 *
 * <pre>
 *   WAITING ──► CONNECTING ──► CONNECTED
 *      ▲ after a while, longer each time │
 *      └──────────────┴──────────────────┘
 * </pre>
 */
final class SessionAgent implements Agent {
  /** No session: what {@link #session} says then. */
  static final int NONE = 0;

  private static final Logger LOG = LoggerFactory.getLogger(SessionAgent.class);
  private static final int BATCH = 64;
  private static final int STREAM_MIN = 1 << 30;
  private static final int TERM_LENGTH = 256 * 1024;
  private static final long KEEP_ALIVE_NS = Duration.ofSeconds(1).toNanos();

  /**
   * How long one command may wait for the cluster to take it, as it does while it takes a snapshot;
   * those behind it wait as well, until the queue is full.
   */
  private static final long STUCK_MS_MAX = Duration.ofSeconds(2).toMillis();

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration DRIVER_MAX = Duration.ofSeconds(2);

  private enum State {
    WAITING,
    CONNECTING,
    CONNECTED
  }

  private final ClusterAddress address;
  private final SessionRole role;
  private final String name;
  private final ClusterClient.Listener listener;
  private final RingBuffer queue;
  private final Backoff backoff = new Backoff();
  private final ControlledMessageHandler sender = this::send;
  private State state = State.WAITING;
  private @Nullable Aeron aeron;
  private AeronCluster.@Nullable AsyncConnect connecting;
  private @Nullable AeronCluster cluster;
  private long lastKeepAliveNs;
  private int sessions;
  private boolean stuck;
  private long stuckSinceMs;
  private long sentSoFar;
  private long droppedSoFar;

  private volatile int session = NONE;
  private volatile long sent;
  private volatile long dropped;
  private volatile @Nullable Throwable failure;

  SessionAgent(
      ClusterAddress address,
      SessionRole role,
      String name,
      ClusterClient.Listener listener,
      RingBuffer queue) {
    this.address = address;
    this.role = role;
    this.name = name;
    this.listener = listener;
    this.queue = queue;
  }

  /** Numbers the session there is, so that what was meant for one is not sent in the next. */
  int session() {
    return session;
  }

  long sent() {
    return sent;
  }

  long dropped() {
    return dropped;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public int doWork() {
    long nowNs = System.nanoTime();
    try {
      int work = runConductor();
      return work
          + switch (state) {
            case WAITING -> await(nowNs);
            case CONNECTING -> connect(nowNs);
            case CONNECTED -> exchange(nowNs);
          };
    } catch (AgentTerminationException end) {
      throw end;
    } catch (AuthenticationException refused) {
      throw new AgentTerminationException("the cluster refuses our secret", refused);
    } catch (RuntimeException lost) {
      disconnect(lost.toString(), nowNs);
      return 1;
    }
  }

  /**
   * Calls the listener; its failure is not a failure of the session, which would be tried again.
   */
  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw new AgentTerminationException("the listener failed", e);
    }
  }

  private int runConductor() {
    Aeron client = aeron;
    return client == null ? 0 : client.conductorAgentInvoker().invoke();
  }

  private int await(long nowNs) {
    if (!backoff.isDue(nowNs)) {
      return dropAll();
    }
    Aeron client =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(address.aeronDirectory())
                .clientName(name)
                .epochClock(RunningTime.CLOCK)
                .driverTimeoutMs(DRIVER_MAX.toMillis())
                .useConductorAgentInvoker(true)
                .errorHandler(error -> LOG.warn("client {}: {}", name, error.getMessage())));
    aeron = client;
    connecting = AeronCluster.asyncConnect(context(client));
    state = State.CONNECTING;
    return 1;
  }

  private AeronCluster.Context context(Aeron client) {
    var context =
        new AeronCluster.Context()
            .aeron(client)
            .ownsAeronClient(false)
            .clientName(name)
            .isIngressExclusive(true)
            .messageTimeoutNs(CONNECT_MAX.toNanos())
            .credentialsSupplier(new SessionCredentials(address.secret(), role));
    return switch (address) {
      case ClusterAddress.SameMachine same ->
          context
              .ingressChannel("aeron:ipc?term-length=" + TERM_LENGTH)
              .egressChannel("aeron:ipc?term-length=" + TERM_LENGTH)
              // One of its own: a client that sleeps must not hold up what others are sent.
              .egressStreamId(anyStream());
      case ClusterAddress.Remote remote ->
          context
              .ingressChannel("aeron:udp?term-length=" + TERM_LENGTH)
              .ingressEndpoints(
                  IntStream.range(0, remote.members().size())
                      .mapToObj(id -> id + "=" + remote.members().get(id).ingressEndpoint())
                      .collect(Collectors.joining(",")))
              .egressChannel("aeron:udp?endpoint=" + remote.localHost() + ":0");
    };
  }

  /** Far from those of the cluster's own, and not again that of a session before a crash. */
  private static int anyStream() {
    return STREAM_MIN | ThreadLocalRandom.current().nextInt(STREAM_MIN);
  }

  private int connect(long nowNs) {
    AeronCluster.AsyncConnect attempt = connecting;
    AeronCluster connected = attempt == null ? null : attempt.poll();
    if (connected == null) {
      return 0;
    }
    connecting = null;
    cluster = connected;
    state = State.CONNECTED;
    lastKeepAliveNs = nowNs;
    backoff.onSuccess();
    // From 1 on and never negative, as the queue wants the types of its messages.
    sessions = sessions == Integer.MAX_VALUE ? 1 : sessions + 1;
    session = sessions;
    LOG.info("client {} connected: session={}", name, connected.clusterSessionId());
    tell(() -> listener.onConnection(true));
    return 1;
  }

  private int exchange(long nowNs) {
    AeronCluster open = cluster;
    if (open == null || open.isClosed()) {
      disconnect("the cluster closed the session", nowNs);
      return 1;
    }
    int work = queue.controlledRead(sender, BATCH) + open.pollEgress() + open.pollStateChanges();
    if (nowNs - lastKeepAliveNs > KEEP_ALIVE_NS) {
      lastKeepAliveNs = nowNs;
      open.sendKeepAlive();
    }
    return work;
  }

  private ControlledMessageHandler.Action send(
      int session, MutableDirectBuffer buffer, int offset, int length) {
    AeronCluster open = cluster;
    if (open == null || session != this.session) {
      return drop(buffer, offset, length);
    }
    long result = open.offer(buffer, offset, length);
    if (result > 0) {
      stuck = false;
      sent = ++sentSoFar;
      return ControlledMessageHandler.Action.CONTINUE;
    }
    if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
      return drop(buffer, offset, length);
    }
    long nowMs = RunningTime.CLOCK.time();
    if (!stuck) {
      stuck = true;
      stuckSinceMs = nowMs;
    }
    return nowMs - stuckSinceMs > STUCK_MS_MAX
        ? drop(buffer, offset, length)
        : ControlledMessageHandler.Action.ABORT;
  }

  private ControlledMessageHandler.Action drop(MutableDirectBuffer buffer, int offset, int length) {
    stuck = false;
    dropped = ++droppedSoFar;
    tell(() -> listener.onDropped(buffer, offset, length));
    return ControlledMessageHandler.Action.CONTINUE;
  }

  /** Outside of a session: whatever waits was meant for another. */
  private int dropAll() {
    return queue.controlledRead(sender, BATCH);
  }

  private void disconnect(@Nullable String why, long nowNs) {
    boolean hadSession = session != NONE;
    session = NONE;
    LOG.warn("client {} has no session: {}", name, why);
    release();
    state = State.WAITING;
    backoff.onFailure(nowNs);
    dropAll();
    if (hadSession) {
      tell(() -> listener.onConnection(false));
    }
  }

  private void release() {
    CloseHelper.closeAll(
        error -> LOG.warn("client {} while closing: {}", name, error.getMessage()),
        cluster,
        connecting,
        aeron);
    cluster = null;
    connecting = null;
    aeron = null;
  }

  /** Anything that reaches the runner: this thread ends, and says why. */
  void onError(Throwable error) {
    if (failure != null) {
      return;
    }
    failure = error;
    session = NONE;
    LOG.error("client {} gives up", name, error);
    Thread.ofPlatform().name(roleName() + "-failure").start(() -> listener.onFailure(error));
  }

  @Override
  public void onClose() {
    session = NONE;
    int dropped;
    do {
      dropped = dropAll();
    } while (dropped > 0);
    release();
  }

  @Override
  public String roleName() {
    return "sibyl-client-" + name;
  }
}
