package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class SibylTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Sibyl.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void versionNamesTheJavaItRunsOn() {
    assertThat(commandLine.execute("version")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).startsWith("Sibyl ").contains("Java " + Runtime.version());
  }

  @Test
  void helpListsTheCommands() {
    assertThat(commandLine.execute("help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("version").contains("help");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : commandLine.getSubcommands().keySet()) {
      if (!command.equals("help")) {
        assertThat(commandLine.execute(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: sibyl " + command);
      }
    }
    assertThat(commandLine.execute("audit", "verify", "-h")).isEqualTo(ExitCode.OK);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aCommandThatDoesNotExistIsAMistakeOfUsage() {
    assertThat(commandLine.execute("prophesy")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("prophesy");
  }
}
