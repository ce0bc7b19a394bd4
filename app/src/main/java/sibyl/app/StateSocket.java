package sibyl.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.StateAt;

/**
 * Tells another program of the same user where the engine is in its log, and the hash of its state
 * there: one line to each that connects to a socket in the data directory, which no other user can
 * enter. Nothing is read from it.
 */
final class StateSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateSocket.class);
  private static final String NAME = "state.socket";

  /** What the operating systems allow is 104 to 108. */
  private static final int PATH_BYTES_MAX = 103;

  private static final int ANSWER_WITHIN_S = 30;

  private final Path path;
  private final ClusterNode node;
  private final @Nullable ServerSocketChannel server;

  private StateSocket(Path path, ClusterNode node, @Nullable ServerSocketChannel server) {
    this.path = path;
    this.node = node;
    this.server = server;
  }

  /** Where the path of the directory is too long for a socket, there is none, and a warning. */
  static StateSocket start(Path data, ClusterNode node) throws IOException {
    Path path = data.toAbsolutePath().resolve(NAME);
    if (isTooLong(path)) {
      LOG.warn("no backup can be made while the exchange runs: the path of {} is too long", data);
      return new StateSocket(path, node, null);
    }
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    StateSocket socket = new StateSocket(path, node, server);
    Thread.ofPlatform().name("state-socket").daemon().start(() -> socket.serve(server));
    return socket;
  }

  private static boolean isTooLong(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX;
  }

  private void serve(ServerSocketChannel server) {
    while (server.isOpen()) {
      try (SocketChannel caller = server.accept()) {
        ByteBuffer line = ByteBuffer.wrap((answer() + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
          caller.write(line);
        }
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException e) {
        LOG.warn("the state could not be told: {}", e.toString());
      }
    }
  }

  private String answer() {
    try {
      StateAt state = node.stateAt().get(ANSWER_WITHIN_S, TimeUnit.SECONDS);
      return "%d %d %d %d"
          .formatted(state.logPosition(), state.seq(), state.timeMs(), state.hash());
    } catch (ExecutionException | TimeoutException e) {
      return "the engine does not answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "stopping";
    }
  }

  /**
   * Asks the program that runs on a data directory.
   *
   * @throws StartException if it does not tell
   */
  static StateAt ask(Path data) {
    Path path = data.toAbsolutePath().resolve(NAME);
    if (isTooLong(path)) {
      throw new StartException(
          "the path of "
              + data
              + " is too long to ask the exchange that runs there: stop it for the backup, or move"
              + " the directory",
          null);
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        BufferedReader in =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      String line = in.readLine();
      String[] numbers = line == null ? new String[0] : line.split(" ");
      if (numbers.length != 4 || !numbers[0].matches("[0-9]+")) {
        throw new StartException("the exchange that runs on " + data + " says: " + line, null);
      }
      return new StateAt(
          Long.parseLong(numbers[0]),
          Long.parseLong(numbers[1]),
          Long.parseLong(numbers[2]),
          Long.parseLong(numbers[3]));
    } catch (IOException e) {
      throw new StartException(
          "the program that runs on " + data + " does not answer; it may be starting or stopping",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
      Files.deleteIfExists(path);
    }
  }
}
