package sibyl.systemtests.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the program is to be started. */
public final class SibylBuilder {
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> command = new ArrayList<>(List.of("up", "--dev"));
  private int httpPort;
  private String signupBonus = "0";
  private @Nullable Path data;

  SibylBuilder() {}

  /** Its data directory, which need not exist yet. */
  public SibylBuilder withData(Path directory) {
    data = directory.toAbsolutePath();
    return this;
  }

  public SibylBuilder withHttpPort(int port) {
    httpPort = port;
    return this;
  }

  /** What people get for joining; unless this says otherwise they have what they deposit. */
  public SibylBuilder withSignupBonus(String amount) {
    signupBonus = amount;
    return this;
  }

  /** A variable of its environment, and of that of what it starts. */
  public SibylBuilder withEnvironment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Another command than {@code up}, with its own arguments. */
  public SibylBuilder running(String... commandAndArguments) {
    command.clear();
    command.addAll(List.of(commandAndArguments));
    return this;
  }

  /** Starts the process and returns at once. */
  public Sibyl start() {
    Path directory = data;
    if (directory == null) {
      throw new IllegalStateException("no data directory was given");
    }
    List<String> line = Installation.commandLine();
    line.addAll(command);
    line.addAll(List.of("--data", directory.toString(), "--http-port", "" + httpPort));
    line.addAll(List.of("--bonus-signup", signupBonus));
    try {
      Files.createDirectories(directory.resolveSibling("output"));
      Path output = Files.createTempFile(directory.resolveSibling("output"), "run-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
      // Settings of whoever runs the tests are not the tests' settings.
      builder.environment().keySet().removeIf(variable -> variable.startsWith("SIBYL_"));
      builder.environment().putAll(environment);
      return new Sibyl(builder.start(), directory, output);
    } catch (IOException e) {
      throw new UncheckedIOException("the program cannot be started", e);
    }
  }
}
