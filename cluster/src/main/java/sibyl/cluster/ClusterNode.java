package sibyl.cluster;

import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.exceptions.StorageSpaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.service.ExchangeService;
import sibyl.cluster.service.ReplayWatch;
import sibyl.cluster.service.StateDivergedException;
import sibyl.engine.Engine;

/**
 * One member of the cluster: media driver, archive, consensus module and the service around the
 * engine, in this process and on five threads. One member alone and one of several run the same
 * code.
 *
 * <pre>
 *   STARTING ──► RUNNING ──► CLOSED     by {@link #close}
 *       └───────────┴──────► FAILED     by itself, on anything unexpected; {@link #failure} tells
 * </pre>
 *
 * <p>A node that failed has stopped taking part and let go of its directory; what it acknowledged
 * is in the log. It is not started again: start another.
 */
public final class ClusterNode implements AutoCloseable {
  /** Where a node is in its life. */
  public enum State {
    STARTING,
    RUNNING,
    CLOSED,
    FAILED
  }

  /**
   * What an operator wants to see at a glance.
   *
   * @param leads whether this member orders the commands
   * @param inputs commands and timers applied since the start, those of the log's replay included
   * @param inputsSinceSnapshot of these, how many a restart would have to apply again
   * @param seenAhead of these, how many were looked at before their turn, while others waited
   * @param malformed inputs that were no command
   * @param snapshots snapshots taken since the start
   * @param stateChecks comparisons of states through the log since the start
   * @param stateChecksAgreed of these, those that a majority has answered as this member does
   * @param stateCheckTookNs how long the exchange stood still for the last of them
   * @param errors errors of any part that did not stop the node
   * @param warnings what Aeron itself calls a warning
   * @param clockApartMs how far log time is ahead of the wall clock, which was set back; negative
   *     while it is behind, after a jump that is not believed yet
   */
  public record Status(
      State state,
      boolean leads,
      long inputs,
      long inputsSinceSnapshot,
      long seenAhead,
      long malformed,
      long snapshots,
      long stateChecks,
      long stateChecksAgreed,
      long stateCheckTookNs,
      long errors,
      long warnings,
      long clockApartMs) {}

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final Duration SNAPSHOT_AT_CLOSE_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);
  private static final long RETENTION_POLL_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOCK_APART_MS_MAX = 1_000;
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ClusterNodeConfig config;
  private final DataDirectory data;
  private final LogTerms terms;
  private final AeronDirectory aeron;
  private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  /** Whether the parts have ended and the data directory is free; false if that takes too long. */
  private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong warnings = new AtomicLong();
  private final MemberSession toMembers;
  private final ExchangeService service;
  private final Retention retention;
  private final SteadyClock clock = new SteadyClock(System::currentTimeMillis, System::nanoTime);
  private @Nullable ClusteredMediaDriver parts;
  private @Nullable ClusteredServiceContainer container;

  private ClusterNode(ClusterNodeConfig config, DataDirectory data, ReplayWatch watch) {
    this.config = config;
    this.data = data;
    this.terms = LogTerms.of(config.limits());
    this.aeron = AeronDirectory.prepare(data);
    this.toMembers = new MemberSession(addressOfAll(), this::isReady, this::fail);
    this.service =
        new ExchangeService(
            new ExchangeService.Settings(
                config.memberId(),
                config.members().size(),
                config.limits(),
                terms.appVersion(),
                config.archiveStallMax(),
                config.snapshots().interval(),
                config.snapshots().afterInputs(),
                config.stateChecks().interval(),
                config.stateChecks().afterInputs()),
            toMembers,
            watch,
            clock::notBefore,
            this::fail);
    this.retention = new Retention(address(), data.cluster(), config.members().size() == 1);
  }

  /**
   * Starts a member. Returns once its parts run; {@link #awaitReady} tells when it takes part.
   *
   * @throws IllegalStateException if the data directory is another process's, or damaged, or its
   *     log means something else to this build or under these limits
   */
  public static ClusterNode launch(ClusterNodeConfig config) {
    return launch(config, new ReplayWatch() {});
  }

  /** As {@link #launch(ClusterNodeConfig)}, watched while it applies the log. */
  static ClusterNode launch(ClusterNodeConfig config, ReplayWatch watch) {
    if (config.members().size() > 1 && !config.protectedNetwork()) {
      MemberNetwork.requirePrivate(config.members());
    }
    DataDirectory data = DataDirectory.lock(config.dataDirectory());
    requireSameLists(data);
    var node = new ClusterNode(config, data, watch);
    try {
      node.terms.claim(data);
      lookThrough(data);
      node.start();
      return node;
    } catch (RuntimeException | Error e) {
      node.stopParts();
      throw e;
    }
  }

  /** Puts in order what a crash left, and finds damage before anything is started on it. */
  private static void lookThrough(DataDirectory data) {
    var disk = new ArchiveFiles(data.archive().toPath(), data.path().resolve(SegmentTails.REMOVED));
    try (RecordedSnapshots snapshots = RecordedSnapshots.open(data.cluster()).orElse(null)) {
      if (data.wasLeftInUse()) {
        LOG.info("the last run was not closed: looking through the ends of the recordings");
        new SegmentTails(disk).repair(snapshots == null ? Set.of() : snapshots.recordings());
      }
      if (snapshots != null) {
        new SnapshotFiles(snapshots, disk).setAsideDamaged();
      }
    }
  }

  /** Before anything is changed, and so that another try is refused as well. */
  private static void requireSameLists(DataDirectory data) {
    if (data.wasLeftInUse()) {
      return;
    }
    try {
      new KeptLists(data.path()).requireSame();
    } catch (IOException e) {
      data.leave(true);
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      data.leave(true);
      throw e;
    }
  }

  private synchronized void start() {
    var contexts =
        new NodeContexts(
            config,
            data,
            aeron.driver(),
            terms.appVersion(),
            clock,
            new WatchedThreads(() -> !isLive(), this::fail),
            part -> new ErrorWatch(part, errors, warnings, this::fail));
    AllocatedFiles.makeRoomInCatalog(data.catalog());
    parts =
        ClusteredMediaDriver.launch(
            contexts.driver(), contexts.archive(), contexts.consensus(this::fail));
    container = ClusteredServiceContainer.launch(contexts.service(service, this::fail));
    AllocatedFiles.allocateAll(aeron.driver(), List.of());
    AllocatedFiles.allocateAll(data.cluster().toPath(), List.of());
    AllocatedFiles.allocateAll(data.archive().toPath(), List.of(Segments.SUFFIX));
    Thread.ofPlatform().name("sibyl-retention").daemon().start(this::retain);
    LOG.info(
        "node started: member={} of={} data={} aeron={} fileSyncLevel={}",
        config.memberId(),
        config.members().size(),
        data.path().toAbsolutePath(),
        aeron.driver(),
        config.fileSyncLevel());
  }

  /**
   * After each snapshot, some of what was before it is no longer needed; looks at the clock too.
   */
  private void retain() {
    long done = 0;
    boolean wasApart = false;
    while (isLive()) {
      LockSupport.parkNanos(RETENTION_POLL_NS);
      long apartMs = clock.apartMs();
      boolean isApart = Math.abs(apartMs) > CLOCK_APART_MS_MAX;
      if (isApart != wasApart) {
        LOG.warn("log time minus wall clock: {} ms", apartMs);
      }
      wasApart = isApart;
      long taken = service.snapshotsTaken();
      if (taken > done && isLive()) {
        purge(retention::run);
        keepLists();
        done = taken;
      }
    }
  }

  /**
   * Removes segments of the journal in which every event is before {@code seq}. Nothing can be
   * rebuilt from this member's journal alone afterwards; readers that need what is removed will
   * stop.
   *
   * @return whether there were any such segments
   */
  public boolean purgeJournalBefore(long seq) {
    return purge(() -> retention.purgeJournalBefore(seq));
  }

  /**
   * Copies the lists for the case that they are damaged.
   *
   * @return false if that failed, which costs nothing as long as they are not
   */
  private boolean keepLists() {
    try {
      new KeptLists(data.path()).keep();
      return true;
    } catch (IOException e) {
      errors.incrementAndGet();
      LOG.warn("no copy of the lists was kept: {}", e.toString());
      return false;
    }
  }

  private synchronized boolean purge(Purge purge) {
    try {
      return parts != null && purge.run();
    } catch (Exception | Error e) {
      // Costs disk, nothing else; the next snapshot brings the next attempt.
      errors.incrementAndGet();
      LOG.error("could not remove what is no longer needed", e);
      return false;
    }
  }

  @FunctionalInterface
  private interface Purge {
    boolean run();
  }

  /**
   * Waits until the log has been replayed and there is a leader.
   *
   * @throws IllegalStateException if the node fails meanwhile, or is not ready in time
   */
  public void awaitReady(Duration limit) {
    if (!isReadyWithin(limit)) {
      throw new IllegalStateException("the node is not ready after " + limit);
    }
  }

  /**
   * As {@link #awaitReady}, for callers that go on waiting.
   *
   * @return false if it is not ready yet
   * @throws IllegalStateException if the node fails meanwhile
   */
  boolean isReadyWithin(Duration limit) {
    boolean ready = await(limit, () -> isReady() || state.get() == State.FAILED);
    if (state.get() == State.FAILED) {
      Throwable cause = failure.join();
      throw new IllegalStateException("the node has failed: " + cause.getMessage(), cause);
    }
    if (ready) {
      state.compareAndSet(State.STARTING, State.RUNNING);
    }
    return ready;
  }

  private boolean isReady() {
    ClusteredMediaDriver now = parts;
    if (now == null) {
      return false;
    }
    ConsensusModule.Context consensus = now.consensusModule().context();
    return ElectionState.get(consensus.electionStateCounter()) == ElectionState.CLOSED
        && ConsensusModule.State.get(consensus.moduleStateCounter())
            == ConsensusModule.State.ACTIVE;
  }

  public State state() {
    return state.get();
  }

  /** Completes with the cause if the node fails, and never otherwise. */
  public CompletableFuture<Throwable> failure() {
    return failure.copy();
  }

  public Status status() {
    return new Status(
        state.get(),
        leads(),
        service.inputs(),
        service.inputsSinceSnapshot(),
        service.seenAhead(),
        service.malformed(),
        service.snapshotsTaken(),
        service.stateChecks(),
        service.stateChecksAgreed(),
        service.stateCheckTookNs(),
        errors.get(),
        warnings.get(),
        clock.apartMs());
  }

  /**
   * Has a question about the engine's state answered between two inputs, for reports and tests. The
   * exchange stands still meanwhile. {@code question} must change nothing and keep nothing.
   *
   * @return fails if too many are waiting or the node stops first
   */
  public <T> CompletableFuture<T> inspect(Function<? super Engine, ? extends T> question) {
    return service.inspect(question);
  }

  /**
   * The state now and the place in the log it follows from. The exchange stands still while it is
   * hashed.
   *
   * @return fails if too many are waiting or the node stops first
   */
  public CompletableFuture<StateAt> stateAt() {
    return service.inspectAt(
        (position, engine) ->
            new StateAt(position, engine.lastSeq(), engine.timeMs(), engine.stateHash()));
  }

  /**
   * Where clients and followers in this process reach this member. Commands are taken this way only
   * by a member that leads, as one alone always does.
   */
  public ClusterAddress address() {
    return new ClusterAddress.SameMachine(aeron.driver().toString(), config.secret());
  }

  /** Where this member reaches the one that leads. */
  private ClusterAddress addressOfAll() {
    return config.members().size() == 1
        ? address()
        : new ClusterAddress.Remote(
            aeron.driver().toString(), config.self().host(), config.members(), config.secret());
  }

  /**
   * Asks for a snapshot now and waits until it is taken.
   *
   * @return false if this member does not lead, or the snapshot was not taken in time
   */
  public boolean takeSnapshot(Duration limit) {
    ClusteredMediaDriver now = parts;
    if (now == null || !leads()) {
      return false;
    }
    ConsensusModule.Context consensus = now.consensusModule().context();
    long before = consensus.snapshotCounter().get();
    return await(
            limit,
            () ->
                ClusterControl.ToggleState.SNAPSHOT.toggle(consensus.controlToggleCounter())
                    || state.get() == State.FAILED)
        && await(
            limit, () -> consensus.snapshotCounter().get() > before || state.get() == State.FAILED)
        && state.get() != State.FAILED;
  }

  private boolean leads() {
    ClusteredMediaDriver now = parts;
    return now != null
        && isLive()
        && Cluster.Role.get(now.consensusModule().context().clusterNodeRoleCounter())
            == Cluster.Role.LEADER;
  }

  private boolean isLive() {
    State now = state.get();
    return now == State.STARTING || now == State.RUNNING;
  }

  private static boolean await(Duration limit, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNs > limit.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLL_NS);
    }
    return true;
  }

  /**
   * Stops the member in good order: takes a snapshot if it is to, and lets go of the directory.
   * Close clients and followers of this process before. Twice does no harm.
   */
  @Override
  public void close() {
    if (isLive() && config.snapshots().atClose() && service.inputsSinceSnapshot() > 0 && leads()) {
      if (!takeSnapshot(SNAPSHOT_AT_CLOSE_MAX)) {
        LOG.warn("no snapshot at close; the next start applies the log instead");
      }
    }
    State before = state.getAndUpdate(now -> now == State.FAILED ? now : State.CLOSED);
    if (before == State.STARTING || before == State.RUNNING) {
      stopParts();
      LOG.info("node closed: member={}", config.memberId());
    } else if (!stopped.join()) {
      LOG.warn("node still stops: member={}", config.memberId());
    }
  }

  private void fail(Throwable cause) {
    State before = state.getAndUpdate(now -> now == State.CLOSED ? now : State.FAILED);
    if (before == State.CLOSED || before == State.FAILED) {
      return;
    }
    // First of all: on a full disk even the line in the log file may fail.
    failure.complete(cause);
    // Not here: this is a thread of one of the parts, which could not wait for itself to end.
    stopped.completeOnTimeout(false, STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    Thread.ofPlatform().name("sibyl-node-stop").start(this::stopParts);
    LOG.error(
        "node failed and stops: member={} advice={}",
        config.memberId(),
        advice(cause, data.path()),
        cause);
  }

  /** What to do about a failure, for the one who operates the node. */
  static String advice(Throwable cause, Path data) {
    if (cause instanceof StateDivergedException) {
      return "as the message says; a start with the same files would stop again, or go on wrong";
    }
    String first =
        isDiskTrouble(cause)
            ? "the disk of "
                + data.toAbsolutePath()
                + " is full or failing: make room or replace it, then start again"
            : "remove the cause, then start again";
    return first + "; what was acknowledged is in the log";
  }

  /** A write to a mapped file that finds no disk under it is an {@link InternalError}. */
  private static boolean isDiskTrouble(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InternalError
          || cause instanceof IOException
          || cause instanceof UncheckedIOException
          || StorageSpaceException.isStorageSpaceError(cause)) {
        return true;
      }
    }
    return false;
  }

  private synchronized void stopParts() {
    var allClosed = new AtomicBoolean(true);
    CloseHelper.closeAll(
        error -> {
          allClosed.set(false);
          LOG.warn("while stopping: {}", error.getMessage(), error);
        },
        toMembers,
        container,
        parts,
        aeron);
    container = null;
    parts = null;
    // The next start compares the lists with their copies only if both are of this moment.
    data.leave(state.get() == State.CLOSED && allClosed.get() && keepLists());
    stopped.complete(true);
  }
}
