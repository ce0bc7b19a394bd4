package sibyl.app;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sibyl.simulation.Simulation;
import sibyl.simulation.SimulationFailure;

/** Plays random exchanges on the engine and on its plain model at the same time. */
@Command(
    name = "simulate",
    description =
        "Play random exchanges on the engine and on its plain model, with every check after every"
            + " command. Exits with 1 and the shortest script found when one fails.",
    sortOptions = false)
final class SimulateCommand implements Callable<Integer> {
  private static final int LINES = 50;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where chance begins; the same exchanges on every machine (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--commands",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many commands to play at least (${DEFAULT-VALUE}).")
  private long commands;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Exchanges played at a time; has no influence on the result (all processors).")
  private int threads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int atATime = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    try {
      Simulation.Report report = Simulation.run(seed, commands, atATime, new Progress(out));
      out.println(report);
      return 0;
    } catch (SimulationFailure failure) {
      out.println(failure.getMessage());
      return 1;
    } finally {
      out.flush();
    }
  }

  /** Prints a line now and then. */
  private static final class Progress implements Simulation.Progress {
    private final PrintWriter out;
    private final long startNs = System.nanoTime();
    private long shown;

    Progress(PrintWriter out) {
      this.out = out;
    }

    @Override
    public synchronized void at(long commands, long of) {
      long line = commands * LINES / of;
      if (line > shown) {
        shown = line;
        double seconds = (System.nanoTime() - startNs) / 1e9;
        out.printf(
            Locale.ROOT, "%,d of %,d commands, %,.0f a second%n", commands, of, commands / seconds);
        out.flush();
      }
    }
  }
}
