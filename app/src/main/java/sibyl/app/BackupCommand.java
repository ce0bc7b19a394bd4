package sibyl.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sibyl.app.backup.Manifest;
import sibyl.app.configuration.Configuration;
import sibyl.app.configuration.Setting;

/** Makes a backup of an exchange, running or not; or verifies one; or tries one out. */
@Command(
    name = "backup",
    description =
        "Copy an exchange, running or stopped, to a new directory, and verify the copy. Ends with 0"
            + " only if it is good.")
final class BackupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TARGET", description = "The directory of the backup.")
  private Path target = Path.of("");

  @Option(
      names = "--verify",
      description =
          "Make none: read the one in TARGET again, compare every checksum and apply its log.")
  private boolean verify;

  @Option(
      names = "--drill",
      description =
          "After making it, restore it beside TARGET, start log and tables there, compare them row by"
              + " row, and remove that again. With --verify, the same with the backup that is there.")
  private boolean drill;

  @Override
  public Integer call() throws IOException {
    Configuration configuration = configuration(Map.of());
    PrintWriter out = spec.commandLine().getOut();
    Backup backup = new Backup(configuration, out);
    Manifest manifest = verify ? backup.verify(target) : backup.make(target);
    backup.describe(manifest, target);
    return drill ? new Drill(this::at, out).run(manifest, target) : 0;
  }

  /** The same configuration for another directory, with a database in it. */
  private Configuration at(Path data) {
    return configuration(Map.of(Setting.DATA, data.toString(), Setting.DATABASE_URL, ""));
  }

  private Configuration configuration(Map<Setting, String> instead) {
    return ConfigurationOptions.read(
        spec, Configuration.defaults(Configuration.Mode.PRODUCTION, "data"), instead);
  }
}
