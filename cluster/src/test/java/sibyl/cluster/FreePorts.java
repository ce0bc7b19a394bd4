package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import sibyl.cluster.client.MemberAddress;

/** Finds a row of ports nobody uses, for a member that need not be found by others. */
final class FreePorts {
  private static final int ATTEMPTS = 100;

  private FreePorts() {}

  /**
   * @throws IllegalStateException if there is none to be found
   */
  static int row(String host) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int base = anyPort(host);
      if (base + MemberAddress.PORTS <= 65_535 && isFree(host, base)) {
        return base;
      }
    }
    throw new IllegalStateException("no " + MemberAddress.PORTS + " free ports in a row");
  }

  private static int anyPort(String host) {
    try (var socket = new DatagramSocket(new InetSocketAddress(host, 0))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no UDP port of " + host, e);
    }
  }

  private static boolean isFree(String host, int base) {
    var held = new ArrayList<DatagramSocket>();
    try {
      for (int port = base; port < base + MemberAddress.PORTS; port++) {
        held.add(new DatagramSocket(new InetSocketAddress(host, port)));
      }
      return true;
    } catch (SocketException taken) {
      return false;
    } finally {
      held.forEach(DatagramSocket::close);
    }
  }
}
