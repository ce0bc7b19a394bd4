package sibyl.cluster;

import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.PriorityHeapTimerServiceSupplier;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.security.Authenticator;
import io.aeron.security.AuthorisationService;
import io.aeron.security.CredentialsSupplier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpLock;
import sibyl.cluster.client.SessionCredentials;
import sibyl.cluster.client.SessionRole;
import sibyl.cluster.journal.RunningTime;

/**
 * The settings of the four parts of Aeron a member is made of. Every value that differs from
 * Aeron's own has its reason here or in {@code docs/cluster.md}.
 */
final class NodeContexts {
  /**
   * At rest every thread wakes a thousand times a second: about 1 % of a core each. Parking longer
   * saves little and costs every sparse request as much again at each of five hops.
   */
  private static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(1);

  private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SPINS = 10;
  private static final int YIELDS = 20;

  private static final int TERM_LENGTH = 1024 * 1024;

  /** An eighth of it is the longest message, and must hold the longest command. */
  private static final int INGRESS_TERM_LENGTH = 256 * 1024;

  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Alone, sessions are of this process and end with it, so a longer time costs nothing but places
   * for sessions after crashes; it lets them outlast a pause of the process.
   */
  private static final Duration SESSION_TIMEOUT_ALONE = Duration.ofMinutes(1);

  /** Alone there is no peer to be missed, and no pause of its own is reason for an election. */
  private static final Duration HEARTBEAT_TIMEOUT_ALONE = Duration.ofDays(1);

  /**
   * All clients of the driver are of this process: none of them can go away without it, and their
   * threads are watched. A shorter time would only end them after a pause of the process.
   */
  private static final Duration CLIENT_LIVENESS = Duration.ofDays(1);

  /** After this long without a word a peer counts as gone. */
  private static final Duration IMAGE_LIVENESS = Duration.ofSeconds(2);

  /** Followers, and their searches; more at once wait for their turn. */
  private static final int REPLAYS_MAX = 50;

  private final ClusterNodeConfig config;
  private final DataDirectory data;
  private final Path aeronDirectory;
  private final int appVersion;
  private final Function<ErrorWatch.Part, ErrorWatch> errors;
  private final SteadyClock clock;
  private final ThreadFactory threads;

  NodeContexts(
      ClusterNodeConfig config,
      DataDirectory data,
      Path aeronDirectory,
      int appVersion,
      SteadyClock clock,
      ThreadFactory threads,
      Function<ErrorWatch.Part, ErrorWatch> errors) {
    this.config = config;
    this.data = data;
    this.aeronDirectory = aeronDirectory;
    this.appVersion = appVersion;
    this.clock = clock;
    this.threads = threads;
    this.errors = errors;
  }

  private boolean isAlone() {
    return config.members().size() == 1;
  }

  MediaDriver.Context driver() {
    return new MediaDriver.Context()
        .aeronDirectoryName(aeronDirectory.toString())
        .threadingMode(ThreadingMode.SHARED)
        .sharedIdleStrategy(idle())
        // A thread for resolving names; alone there are none to resolve.
        .asyncExecutorEnabled(!isAlone())
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(true)
        // A hole would be filled in the middle of a write; see AllocatedFiles.
        .termBufferSparseFile(false)
        .ipcTermBufferLength(TERM_LENGTH)
        .publicationTermBufferLength(TERM_LENGTH)
        .imageLivenessTimeoutNs(IMAGE_LIVENESS.toNanos())
        .epochClock(RunningTime.CLOCK)
        .clientLivenessTimeoutNs(CLIENT_LIVENESS.toNanos())
        .publicationUnblockTimeoutNs(CLIENT_LIVENESS.plusSeconds(1).toNanos())
        .sharedThreadFactory(threads)
        // The archive records the log through a spy, also while there is nobody else to send it to.
        .spiesSimulateConnection(true)
        .errorHandler(errors.apply(ErrorWatch.Part.DRIVER));
  }

  Archive.Context archive() {
    var checksum = new FrameChecksum();
    var context =
        new Archive.Context()
            .aeronDirectoryName(aeronDirectory.toString())
            .archiveDir(data.archive())
            .threadingMode(ArchiveThreadingMode.SHARED)
            .threadFactory(threads)
            .epochClock(RunningTime.CLOCK)
            .idleStrategySupplier(NodeContexts::idle)
            // A snapshot must still be possible when the disk is nearly full.
            .lowStorageSpaceThreshold(2L * config.segmentLength())
            .catalogCapacity(AllocatedFiles.newCatalogLength())
            .controlTermBufferSparse(false)
            .fileSyncLevel(config.fileSyncLevel())
            .catalogFileSyncLevel(config.fileSyncLevel())
            .segmentFileLength(config.segmentLength())
            .fileIoMaxLength(SegmentTails.BLOCK_LENGTH_MAX)
            .recordChecksum(checksum)
            .replayChecksum(checksum)
            .recordingEventsEnabled(false)
            .maxConcurrentReplays(REPLAYS_MAX)
            .authenticatorSupplier(this::authenticator)
            .authorisationServiceSupplier(ArchiveAccess::new)
            .errorHandler(errors.apply(ErrorWatch.Part.ARCHIVE))
            .replicationChannel(anyPort());
    if (isAlone()) {
      context.controlChannelEnabled(false);
    } else {
      context.controlChannel(udp(config.self().archiveEndpoint()));
    }
    return context.archiveClientContext(
        new AeronArchive.Context()
            .controlResponseChannel(anyPort())
            .credentialsSupplier(credentials()));
  }

  ConsensusModule.Context consensus(Consumer<Throwable> onFailure) {
    return new ConsensusModule.Context()
        .aeronDirectoryName(aeronDirectory.toString())
        .clusterDir(data.cluster())
        .clusterMemberId(config.memberId())
        .clusterMembers(
            IntStream.range(0, config.members().size())
                .mapToObj(id -> id + "," + config.members().get(id).endpoints())
                .collect(Collectors.joining("|")))
        .appVersion(appVersion)
        .ingressChannel(between(INGRESS_TERM_LENGTH))
        // Alone it is the ingress already; a second subscription would hear everything twice.
        .isIpcIngressAllowed(!isAlone())
        .consensusChannel(between(TERM_LENGTH))
        .logChannel(between(config.logTermLength()))
        .replicationChannel(anyPort())
        .archiveContext(localArchive())
        .authenticatorSupplier(this::authenticator)
        // Backups and administration over the network: not offered.
        .authorisationServiceSupplier(() -> AuthorisationService.DENY_ALL)
        .clusterClock(clock)
        .epochClock(RunningTime.CLOCK)
        .threadFactory(threads)
        // Due timers fire at once, not with the next tick of a wheel.
        .timerServiceSupplier(new PriorityHeapTimerServiceSupplier())
        .idleStrategySupplier(NodeContexts::idle)
        .fileSyncLevel(config.fileSyncLevel())
        .maxConcurrentSessions(config.maxSessions())
        .sessionTimeoutNs((isAlone() ? SESSION_TIMEOUT_ALONE : SESSION_TIMEOUT).toNanos())
        .leaderHeartbeatIntervalNs(config.elections().heartbeatInterval().toNanos())
        .leaderHeartbeatTimeoutNs(
            (isAlone() ? HEARTBEAT_TIMEOUT_ALONE : config.elections().heartbeatTimeout()).toNanos())
        .electionTimeoutNs(config.elections().electionTimeout().toNanos())
        .electionStatusIntervalNs(config.elections().statusInterval().toNanos())
        .startupCanvassTimeoutNs(
            (isAlone()
                    ? HEARTBEAT_TIMEOUT_ALONE.multipliedBy(2)
                    : config.elections().startupCanvass())
                .toNanos())
        .terminationHook(
            () -> onFailure.accept(new IllegalStateException("the consensus module has ended")))
        .errorHandler(errors.apply(ErrorWatch.Part.CONSENSUS));
  }

  ClusteredServiceContainer.Context service(
      ClusteredService service, Consumer<Throwable> onFailure) {
    return new ClusteredServiceContainer.Context()
        .aeronDirectoryName(aeronDirectory.toString())
        .clusterDir(data.cluster())
        .archiveContext(localArchive())
        .clusteredService(service)
        .epochClock(RunningTime.CLOCK)
        .threadFactory(threads)
        .serviceName("sibyl-exchange")
        .appVersion(appVersion)
        // Answers are events of the journal; the service sends nothing to sessions.
        .isRespondingService(false)
        .idleStrategySupplier(NodeContexts::idle)
        .terminationHook(() -> onFailure.accept(new IllegalStateException("the service has ended")))
        .errorHandler(errors.apply(ErrorWatch.Part.SERVICE));
  }

  private AeronArchive.Context localArchive() {
    return new AeronArchive.Context()
        .aeronDirectoryName(aeronDirectory.toString())
        .lock(NoOpLock.INSTANCE)
        .controlRequestChannel(AeronArchive.Configuration.localControlChannel())
        .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId())
        .controlResponseChannel(AeronArchive.Configuration.localControlChannel())
        .controlTermBufferSparse(false)
        .credentialsSupplier(credentials());
  }

  private Authenticator authenticator() {
    return new RoleAuthenticator(config.secret());
  }

  private CredentialsSupplier credentials() {
    return new SessionCredentials(config.secret(), SessionRole.MEMBER);
  }

  /** Where other members send what they were asked for; alone, nothing leaves the process. */
  private String anyPort() {
    return isAlone() ? CommonContext.IPC_CHANNEL : udp(config.self().host() + ":0");
  }

  /**
   * The channel of commands, consensus or the log: alone, shared memory that is closed to other
   * users of the machine, so that there is no port to speak to.
   */
  private String between(int termLength) {
    String media = isAlone() ? CommonContext.IPC_CHANNEL : CommonContext.UDP_CHANNEL;
    return media + "?term-length=" + termLength;
  }

  private static String udp(String endpoint) {
    return CommonContext.UDP_CHANNEL + "?endpoint=" + endpoint;
  }

  private static IdleStrategy idle() {
    return new BackoffIdleStrategy(SPINS, YIELDS, PARK_NS_MIN, PARK_NS_MAX);
  }
}
