package sibyl.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sibyl.cluster.FileFinding;
import sibyl.cluster.FileFinding.Verdict;

/** Looks through all files of an exchange that does not run, and changes none. */
@Command(
    name = "doctor",
    description =
        "Read every file of an exchange that is not running, and say which are damaged, where, and"
            + " what to do. Changes nothing. Ends with 0 if all is well, with 1 if not.")
final class DoctorCommand implements Callable<Integer> {
  private static final long SAY_EVERY_NS = Duration.ofSeconds(1).toNanos();

  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", defaultValue = "data")
  private Path directory = Path.of("data");

  private long saidNs = System.nanoTime();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (DataDirectory _ = StoppedDirectory.lock(directory)) {
      List<FileFinding> found = new StoppedDirectory(directory).check(step -> progress(spec, step));
      return print(directory, found, out) ? 0 : 1;
    }
  }

  private void progress(CommandSpec spec, String step) {
    long nowNs = System.nanoTime();
    if (nowNs - saidNs >= SAY_EVERY_NS) {
      saidNs = nowNs;
      spec.commandLine().getErr().println("  " + step);
      spec.commandLine().getErr().flush();
    }
  }

  /**
   * @return whether nothing needs to be done
   */
  static boolean print(Path directory, List<FileFinding> found, PrintWriter out) {
    boolean well = true;
    int good = 0;
    for (FileFinding finding : found) {
      if (finding.verdict() == Verdict.GOOD) {
        good++;
        continue;
      }
      well &= finding.verdict() == Verdict.HARMLESS;
      out.printf(
          Locale.ROOT,
          "%-10s  %s  %s%n            %s%n",
          finding.verdict().name().toLowerCase(Locale.ROOT),
          directory
              .toAbsolutePath()
              .normalize()
              .relativize(finding.file().toAbsolutePath().normalize()),
          finding.where(),
          finding.advice());
    }
    out.printf(Locale.ROOT, "%-10s  %d files%n", "good", good);
    out.flush();
    return well;
  }
}
