package sibyl.app;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import sibyl.app.audit.Audit;
import sibyl.app.audit.Auditor;
import sibyl.app.backup.Manifest;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.StateAt;
import sibyl.cluster.client.PrivateDirectory;

/**
 * Tries a backup out: restores it beside itself, always with a database of its own, starts log and
 * tables there, and compares them. Nothing listens, and nothing is sent.
 */
final class Drill {
  private static final int DIFFERENCES_SHOWN = 20;

  private final Function<Path, Configuration> configured;
  private final PrintWriter out;

  /**
   * @param configured gives the configuration for a data directory with its own database
   */
  Drill(Function<Path, Configuration> configured, PrintWriter out) {
    this.configured = configured;
    this.out = out;
  }

  /**
   * @return 0 if the restored exchange has the backup's state and its tables agree with it; 1 if
   *     not
   */
  int run(Manifest manifest, Path backup) throws IOException {
    Path home =
        Files.createTempDirectory(backup.toAbsolutePath().normalize().getParent(), "sibyl-drill-");
    Configuration there = configured.apply(home.resolve("data"));
    out.printf("%nDrill: restoring to %s, which is removed afterwards%n", there.data());
    out.flush();
    try {
      StateAt state = new Restore(there, out).run(backup, PointInTime.END);
      Audit audit = audit(there);
      audit.differences().stream()
          .limit(DIFFERENCES_SHOWN)
          .forEach(difference -> out.println("  " + difference));
      boolean good = audit.differences().isEmpty() && state.equals(manifest.state());
      out.printf(
          Locale.ROOT,
          "%nDrill %s: state hash %016x as in the backup, %,d rows of engine and tables compared, %d"
              + " differ%n",
          good ? "passed" : "FAILED",
          state.hash(),
          audit.rowsCompared(),
          audit.differences().size());
      out.flush();
      return good ? 0 : 1;
    } finally {
      PrivateDirectory.delete(home);
    }
  }

  private static Audit audit(Configuration there) {
    PrintStream progress = System.out;
    try (Parts parts = new Parts(progress)) {
      Backend backend = Backend.start(there, parts, new Failures());
      return new Auditor(backend.node(), backend.projection(), backend.database()).audit();
    }
  }
}
