package sibyl.app;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sibyl.app.configuration.Configuration;

/** Runs the exchange, everything in one process, until it is told to stop. */
@Command(
    name = "up",
    description =
        "Run the exchange: log, engine, database and HTTP in one process. Data stays in ./data.")
final class UpCommand implements Callable<Integer> {
  private final PrintStream out = System.out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Configuration configuration =
        ConfigurationOptions.read(
            spec, Configuration.defaults(Configuration.Mode.PRODUCTION, "data"));
    try (Exchange exchange = Exchange.start(configuration, out)) {
      return exchange.awaitStop();
    }
  }
}
