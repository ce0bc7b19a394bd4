package sibyl.store.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how an {@link EmbeddedPostgres} runs.
 *
 * @param directory holds everything of the server: program, files, password, log
 * @param port on localhost; 0 for any that is free
 * @param deadline how long any one step (create, start, stop) may take
 */
public record EmbeddedPostgresOptions(Path directory, int port, Duration deadline) {
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);
  private static final int PORT_MAX = 65_535;

  public EmbeddedPostgresOptions {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port of the embedded Postgres: " + port);
    }
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("deadline of the embedded Postgres: " + deadline);
    }
    directory = directory.toAbsolutePath().normalize();
  }

  public EmbeddedPostgresOptions(Path directory, int port) {
    this(directory, port, DEFAULT_DEADLINE);
  }
}
