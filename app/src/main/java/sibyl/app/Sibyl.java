package sibyl.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sibyl.app.backup.BackupException;
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
      DoctorCommand.class,
      RepairCommand.class,
      AuditCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      SimulateCommand.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class Sibyl {
  /** The commands that start parts of the exchange, or look for them. */
  private static final List<String> CONFIGURED =
      List.of(
          "sibyl demo",
          "sibyl up",
          "sibyl rebuild",
          "sibyl audit verify",
          "sibyl backup",
          "sibyl restore");

  private Sibyl() {}

  public static void main(String[] arguments) {
    OwnerOnly.files();
    int exitCode = commandLine().execute(arguments);
    // What keeps serving returns only when it has stopped; threads it left are not waited for.
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Sibyl());
    configure(commandLine);
    return commandLine.setExecutionExceptionHandler(Sibyl::explain);
  }

  private static void configure(CommandLine commandLine) {
    CommandSpec spec = commandLine.getCommandSpec();
    if (!spec.helpCommand()) {
      spec.addOption(
          OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this.").build());
    }
    if (CONFIGURED.contains(spec.qualifiedName())) {
      ConfigurationOptions.addTo(spec);
    }
    commandLine.getSubcommands().values().forEach(Sibyl::configure);
  }

  /** What is wrong, for whoever started the program; where it arose, only if that is a fault. */
  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    command.getErr().println("sibyl: " + failure.getMessage());
    switch (failure) {
      case ConfigurationException _,
          StartException _,
          BackupException _,
          RefusedException _,
          UnreachableException _ -> {
        // the message says it all
      }
      default -> failure.printStackTrace(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
