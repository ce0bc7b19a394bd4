package sibyl.cluster;

import io.aeron.logbuffer.LogBufferDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agrona.BitUtil;
import sibyl.cluster.client.MemberAddress;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.limits.Limits;

/**
 * Everything a member of the cluster is told when it starts.
 *
 * @param dataDirectory holds the log, the journal and the snapshots; one member's own
 * @param memberId which of {@code members} this one is
 * @param members all members of the cluster, the same list on each; one or an odd number
 * @param fileSyncLevel what an acknowledged command has survived: 0 the end of this process, 1 the
 *     end of this machine's power (data flushed), 2 the same with the files' metadata
 * @param secret opens sessions and the journal; the same on every member
 * @param limits of the engine; all members must use the same, for ever, since they are part of what
 *     the log means
 * @param logTermLength bytes; the log holds three of them in shared memory
 * @param segmentLength bytes of one file of a recording
 * @param maxSessions more clients than this are refused
 * @param archiveStallMax when the archive takes nothing for so long, the member stops
 * @param protectedNetwork whether the operator vouches for the network between members, so that
 *     their addresses need not be private; see {@link MemberNetwork}
 */
public record ClusterNodeConfig(
    Path dataDirectory,
    int memberId,
    List<MemberAddress> members,
    int fileSyncLevel,
    SessionSecret secret,
    Limits limits,
    Snapshots snapshots,
    StateChecks stateChecks,
    Elections elections,
    int logTermLength,
    int segmentLength,
    int maxSessions,
    Duration archiveStallMax,
    boolean protectedNetwork) {

  /**
   * When the state is written down, so that a restart need not apply the whole log.
   *
   * @param interval after this long, if anything happened
   * @param afterInputs after so many commands and timers
   * @param atClose also when the member is closed while it leads
   */
  public record Snapshots(Duration interval, long afterInputs, boolean atClose) {
    public Snapshots {
      positive("snapshots.interval", interval);
      require(afterInputs >= 1, "snapshots.afterInputs", afterInputs, "at least 1");
    }
  }

  /**
   * When members compare their states, or one alone writes down what its own is. Never so often
   * that it takes more than a thousandth of the time.
   *
   * @param interval after this long, if anything happened
   * @param afterInputs after so many commands and timers
   */
  public record StateChecks(Duration interval, long afterInputs) {
    public StateChecks {
      positive("stateChecks.interval", interval);
      require(afterInputs >= 1, "stateChecks.afterInputs", afterInputs, "at least 1");
    }
  }

  /**
   * How fast a lost leader is replaced. An election begins after {@code heartbeatTimeout} and takes
   * up to about one and a half times {@code electionTimeout}.
   *
   * @param startupCanvass how long a starting member waits for all the others, before a majority is
   *     enough
   */
  public record Elections(
      Duration heartbeatInterval,
      Duration heartbeatTimeout,
      Duration electionTimeout,
      Duration statusInterval,
      Duration startupCanvass) {
    public Elections {
      positive("elections.heartbeatInterval", heartbeatInterval);
      positive("elections.heartbeatTimeout", heartbeatTimeout);
      positive("elections.electionTimeout", electionTimeout);
      positive("elections.statusInterval", statusInterval);
      positive("elections.startupCanvass", startupCanvass);
      require(
          heartbeatInterval.multipliedBy(2).compareTo(heartbeatTimeout) <= 0,
          "elections.heartbeatTimeout",
          heartbeatTimeout,
          "at least twice heartbeatInterval");
      require(
          heartbeatTimeout.multipliedBy(2).compareTo(startupCanvass) <= 0,
          "elections.startupCanvass",
          startupCanvass,
          "at least twice heartbeatTimeout");
    }
  }

  private static final int TERM_LENGTH_MIN = 1024 * 1024;
  private static final int SEGMENT_LENGTH_MAX = 1 << 30;
  private static final int SESSIONS_MAX = 10_000;

  /**
   * @throws IllegalArgumentException naming the setting that cannot be
   */
  public ClusterNodeConfig {
    members = List.copyOf(members);
    require(
        members.size() % 2 == 1, "members", members.size(), "one member or an odd number of them");
    require(
        memberId >= 0 && memberId < members.size(), "memberId", memberId, "a number of a member");
    for (MemberAddress member : members) {
      require(
          member.basePort() == 0 == (members.size() == 1),
          "members",
          member,
          "a port for each of several members, which must find each other, and none for one alone,"
              + " which opens none");
    }
    require(fileSyncLevel >= 0 && fileSyncLevel <= 2, "fileSyncLevel", fileSyncLevel, "0, 1 or 2");
    require(
        BitUtil.isPowerOfTwo(logTermLength)
            && logTermLength >= TERM_LENGTH_MIN
            && logTermLength <= LogBufferDescriptor.TERM_MAX_LENGTH,
        "logTermLength",
        logTermLength,
        "a power of two from 1 MiB to 1 GiB");
    require(
        BitUtil.isPowerOfTwo(segmentLength)
            && segmentLength >= logTermLength
            && segmentLength <= SEGMENT_LENGTH_MAX,
        "segmentLength",
        segmentLength,
        "a power of two from logTermLength to 1 GiB");
    require(
        maxSessions >= 1 && maxSessions <= SESSIONS_MAX,
        "maxSessions",
        maxSessions,
        "from 1 to " + SESSIONS_MAX);
    positive("archiveStallMax", archiveStallMax);
  }

  /**
   * A cluster of one, which no other process can reach, whose acknowledged commands are on disk.
   *
   * @param dataDirectory created if it is missing
   */
  public static ClusterNodeConfig singleNode(
      Path dataDirectory, SessionSecret secret, Limits limits) {
    return new ClusterNodeConfig(
        dataDirectory,
        0,
        List.of(new MemberAddress("localhost", 0)),
        1,
        secret,
        limits,
        new Snapshots(Duration.ofMinutes(10), 1_000_000, true),
        new StateChecks(Duration.ofSeconds(10), 100_000),
        new Elections(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofMillis(50),
            Duration.ofSeconds(5)),
        4 * 1024 * 1024,
        16 * 1024 * 1024,
        100,
        Duration.ofSeconds(10),
        false);
  }

  /** The same as a member of a cluster of several. */
  public ClusterNodeConfig withMembers(int memberId, List<MemberAddress> members) {
    return new ClusterNodeConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        secret,
        limits,
        snapshots,
        stateChecks,
        elections,
        logTermLength,
        segmentLength,
        maxSessions,
        archiveStallMax,
        protectedNetwork);
  }

  public ClusterNodeConfig withFileSyncLevel(int fileSyncLevel) {
    return new ClusterNodeConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        secret,
        limits,
        snapshots,
        stateChecks,
        elections,
        logTermLength,
        segmentLength,
        maxSessions,
        archiveStallMax,
        protectedNetwork);
  }

  public ClusterNodeConfig withSnapshots(Snapshots snapshots) {
    return new ClusterNodeConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        secret,
        limits,
        snapshots,
        stateChecks,
        elections,
        logTermLength,
        segmentLength,
        maxSessions,
        archiveStallMax,
        protectedNetwork);
  }

  public ClusterNodeConfig withStateChecks(StateChecks stateChecks) {
    return new ClusterNodeConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        secret,
        limits,
        snapshots,
        stateChecks,
        elections,
        logTermLength,
        segmentLength,
        maxSessions,
        archiveStallMax,
        protectedNetwork);
  }

  /** The same where the operator vouches for the network between members. */
  public ClusterNodeConfig withProtectedNetwork() {
    return new ClusterNodeConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        secret,
        limits,
        snapshots,
        stateChecks,
        elections,
        logTermLength,
        segmentLength,
        maxSessions,
        archiveStallMax,
        true);
  }

  /** This member's own address. */
  MemberAddress self() {
    return members.get(memberId);
  }

  private static void positive(String setting, Duration value) {
    require(!value.isNegative() && !value.isZero(), setting, value, "more than nothing");
  }

  private static void require(boolean holds, String setting, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(setting + ": " + expected + ", not " + value);
    }
  }
}
