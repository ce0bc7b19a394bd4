package sibyl.cluster.client;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import java.time.Duration;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpLock;

/** Opens a session with the archive that records a member's log and journal. */
public final class ArchiveSession {
  private ArchiveSession() {}

  /**
   * @param role decides what the archive does for the session
   * @param member which one, for an address of several
   */
  public static AeronArchive connect(
      Aeron aeron,
      ClusterAddress address,
      SessionRole role,
      int member,
      IdleStrategy idle,
      Duration timeout) {
    var context =
        new AeronArchive.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .lock(NoOpLock.INSTANCE)
            .idleStrategy(idle)
            .controlTermBufferSparse(false)
            .messageTimeoutNs(timeout.toNanos())
            .credentialsSupplier(new SessionCredentials(address.secret(), role));
    switch (address) {
      case ClusterAddress.SameMachine same ->
          context
              .controlRequestChannel(AeronArchive.Configuration.localControlChannel())
              .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId())
              .controlResponseChannel(AeronArchive.Configuration.localControlChannel());
      case ClusterAddress.Remote remote ->
          context
              .controlRequestChannel(
                  "aeron:udp?endpoint=" + remote.members().get(member).archiveEndpoint())
              .controlResponseChannel("aeron:udp?endpoint=" + remote.localHost() + ":0");
    }
    return AeronArchive.connect(context);
  }
}
