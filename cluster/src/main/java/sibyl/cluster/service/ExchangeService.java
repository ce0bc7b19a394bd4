package sibyl.cluster.service;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.CommandPublisher;
import sibyl.cluster.journal.JournalWriter;
import sibyl.cluster.journal.Patience;
import sibyl.engine.Engine;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.ReadAhead;
import sibyl.protocol.CommandDecoder;
import sibyl.protocol.EventEncoder;

/**
 * The engine as Aeron Cluster drives it: one input of the log after the other, on one thread. The
 * state after an input follows from the inputs before it and nothing else, so that every member
 * comes to the same.
 *
 * <p>An exception out of a handler would make Aeron skip the input half applied. So nothing
 * escapes: the failure is reported, and this agent ends before it could take the next.
 */
public final class ExchangeService implements ClusteredService {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeService.class);

  /** The engine has one timer; the cluster knows it by this. */
  private static final long TIMER = 1;

  private static final long NO_TIMER = Long.MAX_VALUE;

  /**
   * What the service needs to know beyond the log.
   *
   * @param appVersion stands for all that a log means besides its bytes: members must agree
   * @param checkInterval how often members compare their states, if anything happened
   * @param checkAfterInputs also after so many commands and timers
   */
  public record Settings(
      int memberId,
      int members,
      Limits limits,
      int appVersion,
      Duration archiveStallMax,
      Duration snapshotInterval,
      long snapshotAfterInputs,
      Duration checkInterval,
      long checkAfterInputs) {}

  private final Settings settings;
  private final Consumer<Throwable> onFailure;
  private final ReplayWatch watch;
  private final LongConsumer leads;
  private final Inspections inspections = new Inspections();
  private final MalformedInput malformedInput = new MalformedInput();
  private final SessionRoles roles = new SessionRoles();
  private final InputSchedule snapshots;
  private final StateChecks checks;
  private final ComingCommands coming = new ComingCommands();
  private final CommandDecoder decoder = new CommandDecoder();
  private final CommandHeader header = new CommandHeader();
  private @Nullable Running running;
  private long timerMs = NO_TIMER;

  /** The engine is in the middle of something: the idle strategy calls us back from there. */
  private boolean busy;

  private final AtomicLong inputs = new AtomicLong();
  private final AtomicLong seenAhead = new AtomicLong();
  private volatile long malformed;
  private final AtomicLong snapshotsTaken = new AtomicLong();
  private volatile long inputsSinceSnapshot;

  /** What exists from {@link #onStart} to {@link #onTerminate}. */
  private record Running(
      Cluster cluster,
      Engine engine,
      AeronArchive archive,
      JournalWriter journal,
      Patience patience) {}

  /**
   * @param toMembers puts what a member tells the others into the log; false when it cannot now
   * @param leads told the log's time when this member begins to lead: its clock goes on from there
   * @param onFailure told why, before the service ends on its own account
   */
  public ExchangeService(
      Settings settings,
      CommandPublisher toMembers,
      ReplayWatch watch,
      LongConsumer leads,
      Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.watch = watch;
    this.leads = leads;
    this.onFailure = onFailure;
    this.snapshots =
        new InputSchedule(
            settings.snapshotInterval(), settings.snapshotAfterInputs(), System.nanoTime());
    this.checks =
        new StateChecks(
            settings.memberId(),
            settings.members(),
            new InputSchedule(
                settings.checkInterval(), settings.checkAfterInputs(), System.nanoTime()),
            toMembers);
  }

  /** Has {@code question} answered between two inputs; see {@link Inspections}. From any thread. */
  public <T> CompletableFuture<T> inspect(Function<? super Engine, ? extends T> question) {
    return inspections.ask(question);
  }

  /**
   * As {@link #inspect}, with the place in the log that the state follows from.
   *
   * @param question is given the position in the log and the engine
   */
  public <T> CompletableFuture<T> inspectAt(
      BiFunction<Long, ? super Engine, ? extends T> question) {
    return inspections.ask(engine -> question.apply(running().cluster().logPosition(), engine));
  }

  /** Commands and timers applied in this run, those replayed at its start included. */
  public long inputs() {
    return inputs.get();
  }

  /** Of the inputs, those that were looked at before their turn, see {@link ComingCommands}. */
  public long seenAhead() {
    return seenAhead.get();
  }

  /** Inputs that were no command, or one their session may not send, and were ignored. */
  public long malformed() {
    return malformed;
  }

  /** Comparisons of the state with that of other members, or with what this one had before. */
  public long stateChecks() {
    return checks.made();
  }

  /** Of these, those that a majority has answered alike. */
  public long stateChecksAgreed() {
    return checks.agreed();
  }

  /** How long the exchange stood still for the last of them, nanoseconds. */
  public long stateCheckTookNs() {
    return checks.lastTookNs();
  }

  public long snapshotsTaken() {
    return snapshotsTaken.get();
  }

  /** Inputs that a restart now would have to apply again. */
  public long inputsSinceSnapshot() {
    return inputsSinceSnapshot;
  }

  @Override
  public void onStart(Cluster cluster, @Nullable Image snapshotImage) {
    try {
      start(cluster, snapshotImage);
    } catch (Throwable failure) {
      throw stop(failure);
    }
  }

  private void start(Cluster cluster, @Nullable Image snapshotImage) {
    var patience = new Patience(cluster.idleStrategy(), settings.archiveStallMax());
    AeronArchive archive =
        AeronArchive.connect(
            cluster
                .context()
                .archiveContext()
                .clone()
                .aeron(cluster.aeron())
                .ownsAeronClient(false));
    JournalWriter journal = JournalWriter.open(cluster.aeron(), archive, patience);
    var engine = new Engine(settings.limits(), new EventEncoder(journal));
    if (snapshotImage != null) {
      ServiceSnapshot.read(engine, snapshotImage, patience);
    }
    journal.continueAfter(engine.lastSeq());
    running = new Running(cluster, engine, archive, journal, patience);
    watch.onStart(cluster.logPosition(), engine);
    LOG.info(
        "service started: snapshotSeq={} journalSeq={}",
        engine.lastSeq(),
        journal.lastRecordedSeq());
  }

  @Override
  public void onSessionMessage(
      @Nullable ClientSession session,
      long timestamp,
      DirectBuffer buffer,
      int offset,
      int length,
      Header logHeader) {
    busy = true;
    try {
      Running now = running();
      if (!roles.maySend(session, CommandDecoder.templateId(buffer, offset, length))) {
        onForbidden(now, session);
        return;
      }
      if (checks.onMessage(
          buffer, offset, length, logHeader.position(), logTime(now, timestamp), now.engine())) {
        return;
      }
      ReadAhead readAhead = now.engine().readAhead();
      if (readAhead.isUseful()) {
        seenAhead.addAndGet(coming.lookBeyond(buffer, logHeader, readAhead));
      }
      header.timeMs = logTime(now, timestamp);
      if (decoder.decode(buffer, offset, length, header, now.engine())) {
        onApplied(now);
      } else {
        onMalformed(now, session);
      }
    } catch (Throwable failure) {
      throw stop(failure);
    } finally {
      busy = false;
    }
  }

  @Override
  public void onTimerEvent(long correlationId, long timestamp) {
    if (correlationId != TIMER) {
      throw stop(new IllegalStateException("timer " + correlationId + " is not ours"));
    }
    busy = true;
    try {
      Running now = running();
      timerMs = NO_TIMER;
      now.engine().onTimer(logTime(now, timestamp));
      onApplied(now);
    } catch (Throwable failure) {
      throw stop(failure);
    } finally {
      busy = false;
    }
  }

  /** The log's clock, which a new leader's may be behind, made one that never goes back. */
  private static long logTime(Running now, long timestamp) {
    return Math.max(now.engine().timeMs(), timestamp);
  }

  private void onApplied(Running now) {
    inputs.incrementAndGet();
    snapshots.onInput();
    checks.onInput(now.engine().timeMs());
    inputsSinceSnapshot = snapshots.inputs();
    watch.onInput(now.cluster().logPosition(), now.engine());
    long due = now.engine().nextTimerMs();
    if (due == timerMs) {
      return;
    }
    timerMs = due;
    if (due == NO_TIMER) {
      now.patience().await("a timer to be cancelled", () -> now.cluster().cancelTimer(TIMER));
    } else {
      now.patience().await("a timer to be set", () -> now.cluster().scheduleTimer(TIMER, due));
    }
  }

  private void onMalformed(Running now, @Nullable ClientSession session) {
    boolean tooMuch = malformedInput.onMalformed(idOf(session), decoder);
    malformed = malformedInput.total();
    if (tooMuch && session != null) {
      close(now, session, "it sends what is no command");
    }
  }

  private void onForbidden(Running now, @Nullable ClientSession session) {
    malformedInput.onForbidden(idOf(session));
    malformed = malformedInput.total();
    if (session != null) {
      close(now, session, "its role may not send such a command");
    }
  }

  private static long idOf(@Nullable ClientSession session) {
    return session == null ? 0 : session.id();
  }

  private static void close(Running now, ClientSession session, String why) {
    if (session.isClosing()) {
      return;
    }
    LOG.warn("session closed: session={} reason={}", session.id(), why);
    now.patience()
        .await("a session to be closed", () -> now.cluster().closeClientSession(session.id()));
  }

  @Override
  public void onTakeSnapshot(ExclusivePublication publication) {
    busy = true;
    try {
      Running now = running();
      long startNs = System.nanoTime();
      // Once the snapshot stands for the log before it, nothing could write the journal's rest.
      now.journal().awaitRecorded();
      ServiceSnapshot.write(now.engine(), publication, now.patience());
      snapshots.onDone(System.nanoTime());
      inputsSinceSnapshot = 0;
      snapshotsTaken.incrementAndGet();
      LOG.info(
          "snapshot written: seq={} bytes={} tookMs={}",
          now.engine().lastSeq(),
          publication.position(),
          Duration.ofNanos(System.nanoTime() - startNs).toMillis());
    } catch (Throwable failure) {
      throw stop(failure);
    } finally {
      busy = false;
    }
  }

  @Override
  public int doBackgroundWork(long nowNs) {
    Running now = running;
    if (busy || now == null) {
      return 0;
    }
    boolean leads = now.cluster().role() == Cluster.Role.LEADER;
    if (leads && snapshots.request(nowNs)) {
      requestSnapshot(now);
    }
    return checks.work(nowNs, leads) + inspections.answerOne(now.engine());
  }

  private static void requestSnapshot(Running now) {
    AtomicCounter toggle =
        ClusterControl.findControlToggle(
            now.cluster().aeron().countersReader(), now.cluster().context().clusterId());
    if (toggle == null) {
      throw new IllegalStateException("the consensus module has no control toggle");
    }
    if (!ClusterControl.ToggleState.SNAPSHOT.toggle(toggle)) {
      LOG.info("snapshot due, but the cluster is doing something else");
    }
  }

  @Override
  public void onNewLeadershipTermEvent(
      long leadershipTermId,
      long logPosition,
      long timestamp,
      long termBaseLogPosition,
      int leaderMemberId,
      int logSessionId,
      TimeUnit timeUnit,
      int appVersion) {
    if (appVersion != settings.appVersion()) {
      throw stop(
          new IllegalStateException(
              "the log of member "
                  + leaderMemberId
                  + " is written with other limits than this member has: they must be the same on"
                  + " all members, for ever"));
    }
    watch.onTerm(termBaseLogPosition, running().engine());
  }

  @Override
  public void onSessionOpen(ClientSession session, long timestamp) {
    LOG.info("session opened: session={}", session.id());
  }

  @Override
  public void onSessionClose(ClientSession session, long timestamp, CloseReason reason) {
    malformedInput.onSessionClosed(session.id());
    roles.onSessionClosed(session.id());
    LOG.info("session closed: session={} reason={}", session.id(), reason);
  }

  @Override
  public void onRoleChange(Cluster.Role role) {
    LOG.info("role: {}", role);
    if (role == Cluster.Role.LEADER) {
      try {
        // A member leads only after it has applied all of its log.
        running().journal().requireNothingBeyond();
        leads.accept(running().engine().timeMs());
      } catch (Throwable failure) {
        throw stop(failure);
      }
    }
  }

  @Override
  public void onTerminate(Cluster cluster) {
    inspections.close();
    Running was = running;
    running = null;
    if (was != null) {
      CloseHelper.closeAll(was.journal(), was.archive());
    }
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("the service is not running");
    }
    return running;
  }

  private AgentTerminationException stop(Throwable failure) {
    onFailure.accept(failure);
    inspections.close();
    return new AgentTerminationException(failure);
  }
}
