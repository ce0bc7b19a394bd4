package sibyl.app;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which build this is and what it runs on. */
@Command(name = "version", description = "Print the version of Sibyl and of the Java it runs on.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .printf("Sibyl %s, Java %s%n", version(), Runtime.version().toString());
    return 0;
  }

  /** The jar's manifest carries the version; classes run from a folder have none. */
  static String version() {
    return Objects.requireNonNullElse(
        Sibyl.class.getPackage().getImplementationVersion(), "(development)");
  }
}
