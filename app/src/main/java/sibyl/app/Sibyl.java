package sibyl.app;

import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

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

  /** What is wrong, for whoever started the program; how it came about is for the log. */
  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    LoggerFactory.getLogger(Sibyl.class).error("the command failed", failure);
    command.getErr().println("sibyl: " + failure.getMessage());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
