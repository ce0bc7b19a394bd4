package sibyl.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sibyl.app.configuration.Configuration;
import sibyl.app.configuration.Setting;

/** Makes a data directory, and a database, of a backup. */
@Command(
    name = "restore",
    description =
        "Make a data directory of a backup, and with --database-url fill that database. Nothing that"
            + " is there is overwritten.")
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BACKUP", description = "The directory of the backup.")
  private Path backup = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "The data directory to be: new or empty. Instead of --data.")
  private @Nullable Path directory;

  @Option(
      names = "--until",
      paramLabel = "TIME|SEQ",
      description =
          "Leave out all that happened after a time (2026-11-29T08:00:00Z) or the event of a number.")
  private @Nullable String until;

  @Override
  public Integer call() throws IOException {
    Configuration configuration =
        ConfigurationOptions.read(
            spec,
            Configuration.defaults(Configuration.Mode.PRODUCTION, "data"),
            directory == null ? Map.of() : Map.of(Setting.DATA, directory.toString()));
    new Restore(configuration, spec.commandLine().getOut())
        .run(backup, until == null ? PointInTime.END : PointInTime.parse(until));
    return 0;
  }
}
