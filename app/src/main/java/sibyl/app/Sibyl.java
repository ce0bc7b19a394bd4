package sibyl.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;
import sibyl.app.client.RefusedException;
import sibyl.app.client.UnreachableException;
import sibyl.app.configuration.ConfigurationException;

/**
 * The program. Each thing it can do is a class of its own with picocli's {@link Command}, named in
 * the list below; the launcher script passes its arguments on unchanged.
 */
@Command(
    name = "sibyl",
    description = "A prediction-market exchange.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      RebuildCommand.class,
      SimulateCommand.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class Sibyl {
  /** The commands that start parts of the exchange. */
  private static final List<String> CONFIGURED = List.of("demo", "up", "rebuild");

  private Sibyl() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    // What keeps serving returns only when it has stopped; threads it left are not waited for.
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Sibyl());
    commandLine
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (CONFIGURED.contains(name)) {
                ConfigurationOptions.addTo(command.getCommandSpec());
              }
            });
    return commandLine.setExecutionExceptionHandler(Sibyl::explain);
  }

  /** What is wrong, for whoever started the program; where it arose, only if that is a fault. */
  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    command.getErr().println("sibyl: " + failure.getMessage());
    switch (failure) {
      case ConfigurationException _,
          StartException _,
          RefusedException _,
          UnreachableException _ -> {
        // the message says it all
      }
      default -> failure.printStackTrace(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
