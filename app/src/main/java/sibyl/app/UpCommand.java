package sibyl.app;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sibyl.app.configuration.Configuration;

/** Runs the exchange, everything in one process, until it is told to stop. */
@Command(
    name = "up",
    description =
        "Run the exchange: log, engine, database and HTTP in one process. Data stays in ./data.")
final class UpCommand implements Callable<Integer> {
  private static final String RESTART = "--restart";

  private final PrintStream out = System.out;

  @Spec private CommandSpec spec;

  @Option(
      names = RESTART,
      description =
          "Start it again when it ends by a failure: ten times in a row, more slowly each.")
  private boolean restart;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (restart) {
      List<String> arguments =
          new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
      arguments.remove(RESTART);
      return new Supervisor(arguments, out).run();
    }
    Configuration configuration =
        ConfigurationOptions.read(
            spec, Configuration.defaults(Configuration.Mode.PRODUCTION, "data"));
    try (Exchange exchange = Exchange.start(configuration, out)) {
      return exchange.awaitStop();
    }
  }
}
