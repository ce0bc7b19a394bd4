package sibyl.systemtests.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was built, and how the launcher would run it: the folder of jars, and the JVM options, which
 * are read from the launcher itself so that the two cannot part ways.
 */
final class Installation {
  private static final String START = "exec \"$JAVA_HOME/bin/java\"";
  private static final String CLASS_PATH = "-cp ";

  private Installation() {}

  /** The beginning of every command line; the program's own arguments follow. */
  static List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(jvmOptions(home().resolve("sibyl")));
    line.addAll(List.of("-cp", jars() + "/*", "sibyl.app.Sibyl"));
    return line;
  }

  private static Path home() {
    Path here = Path.of("").toAbsolutePath();
    Path parent = here.getParent();
    return Files.exists(here.resolve("sibyl")) || parent == null ? here : parent;
  }

  private static Path jars() {
    Path jars = home().resolve("app/target/sibyl/lib");
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(
          "the program is not built: no " + jars + "; ./mvnw -pl app -am package makes it");
    }
    return jars;
  }

  private static List<String> jvmOptions(Path launcher) {
    List<String> options = new ArrayList<>();
    try {
      boolean inside = false;
      for (String line : Files.readAllLines(launcher)) {
        String text = line.strip();
        if (text.startsWith(CLASS_PATH)) {
          inside = false;
        }
        if (inside && !text.contains("$")) {
          options.addAll(List.of(text.replaceFirst("\\s*\\\\$", "").split(" ")));
        }
        if (text.startsWith(START)) {
          inside = true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (options.isEmpty()) {
      throw new IllegalStateException("no JVM options found in " + launcher);
    }
    return options;
  }
}
