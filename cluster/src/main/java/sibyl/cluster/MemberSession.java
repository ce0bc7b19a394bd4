package sibyl.cluster;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.CommandPublisher;
import sibyl.cluster.client.SessionRole;

/**
 * A member's own way into the log, for what members tell each other: a session like that of any
 * client, with the leader of the moment. Begins when there is something to say and the member takes
 * part. From any thread.
 */
final class MemberSession implements CommandPublisher, AutoCloseable {
  private final ClusterAddress address;
  private final BooleanSupplier takesPart;
  private final Consumer<Throwable> onFailure;
  private @Nullable ClusterClient client;
  private boolean closed;

  /**
   * @param takesPart whether this member has applied its log and there is a leader
   * @param onFailure told why there can be no session any more
   */
  MemberSession(ClusterAddress address, BooleanSupplier takesPart, Consumer<Throwable> onFailure) {
    this.address = address;
    this.takesPart = takesPart;
    this.onFailure = onFailure;
  }

  @Override
  public synchronized boolean offer(DirectBuffer buffer, int offset, int length) {
    if (closed || !takesPart.getAsBoolean()) {
      return false;
    }
    ClusterClient now = client;
    if (now == null) {
      now =
          ClusterClient.start(
              address,
              SessionRole.MEMBER,
              "member",
              new ClusterClient.Listener() {
                @Override
                public void onFailure(Throwable cause) {
                  onFailure.accept(cause);
                }
              });
      client = now;
    }
    return now.offer(buffer, offset, length);
  }

  @Override
  public void close() {
    ClusterClient was;
    synchronized (this) {
      closed = true;
      was = client;
      client = null;
    }
    if (was != null) {
      was.close();
    }
  }
}
