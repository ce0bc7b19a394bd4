package sibyl.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The program. Each thing it can do is a class of its own with picocli's {@link Command}, named in
 * the list below; the launcher script passes its arguments on unchanged.
 */
@Command(
    name = "sibyl",
    description = "A prediction-market exchange.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VersionCommand.class, HelpCommand.class})
public final class Sibyl {
  private Sibyl() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    // What keeps serving returns only when it has stopped; threads it left are not waited for.
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Sibyl());
  }
}
