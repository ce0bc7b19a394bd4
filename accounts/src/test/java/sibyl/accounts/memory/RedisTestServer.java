package sibyl.accounts.memory;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server, empty, on a port of its own; it can be stopped and started again. */
public final class RedisTestServer implements AutoCloseable {
  private static final long STARTING_NS = TimeUnit.SECONDS.toNanos(30);
  private static File program;

  private final int port = freePort();
  private Process process;

  public RedisTestServer() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    start();
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it, on the same port as before, and waits until it answers. */
  public void start() {
    try {
      process =
          new ProcessBuilder(
                  program().getPath(),
                  "--bind",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port),
                  "--save",
                  "",
                  "--appendonly",
                  "no")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long startNs = System.nanoTime();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - startNs > STARTING_NS) {
        throw new IllegalStateException("the Redis server does not start");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** Kills it; what it knew is gone. */
  public void stop() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The server for this machine, unpacked once. */
  private static synchronized File program() throws IOException {
    if (program == null) {
      program = ExecutableProvider.newJarResourceProvider().get();
    }
    return program;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
