package sibyl.cluster.client;

import java.time.Duration;
import org.agrona.DirectBuffer;
import sibyl.protocol.CommandDecoder;

/**
 * Sends each command through the session whose role may send it, for a program that holds one of
 * each. Commands of different roles keep no order among each other.
 */
public final class RoutedCommands implements CommandPublisher, AutoCloseable {
  private final ClusterClient gateway;
  private final ClusterClient payments;

  private RoutedCommands(ClusterClient gateway, ClusterClient payments) {
    this.gateway = gateway;
    this.payments = payments;
  }

  /** Starts both sessions; see {@link ClusterClient#start}. */
  public static RoutedCommands start(ClusterAddress address, ClusterClient.Listener listener) {
    return new RoutedCommands(
        ClusterClient.start(address, SessionRole.GATEWAY, "commands", listener),
        ClusterClient.start(address, SessionRole.PAYMENTS, "payments", listener));
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int length) {
    int templateId = CommandDecoder.templateId(buffer, offset, length);
    ClusterClient session = SessionRole.GATEWAY.maySend(templateId) ? gateway : payments;
    return session.offer(buffer, offset, length);
  }

  /** Whether both sessions are there now. */
  public boolean isConnected() {
    return gateway.isConnected() && payments.isConnected();
  }

  /**
   * Waits for both sessions, up to {@code limit} each.
   *
   * @return false if one is not there in time
   * @throws IllegalStateException if one has given up
   */
  public boolean awaitConnected(Duration limit) {
    return gateway.awaitConnected(limit) && payments.awaitConnected(limit);
  }

  /** Commands taken by {@link #offer} that were not handed to the cluster. */
  public long dropped() {
    return gateway.dropped() + payments.dropped();
  }

  @Override
  public void close() {
    gateway.close();
    payments.close();
  }
}
