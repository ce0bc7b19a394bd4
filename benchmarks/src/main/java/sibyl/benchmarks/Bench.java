package sibyl.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The benchmarks that have a command of their own. They are not part of the program, so that what
 * the program is compared with does not have to be installed with it.
 */
@Command(
    name = "sibyl bench",
    description = "Measures how fast it is.",
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      EngineCommand.class,
      MemoryCommand.class,
      SettlementLatency.class,
      HelpCommand.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
