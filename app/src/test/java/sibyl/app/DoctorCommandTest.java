package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The small files of a data directory, as doctor and repair see them. */
class DoctorCommandTest {
  @TempDir private Path folder;

  private Path directory;
  private StringWriter out;

  @BeforeEach
  void write() throws IOException {
    directory = folder.resolve("data");
    Files.createDirectories(directory.resolve("cluster"));
    Files.writeString(directory.resolve("cluster/exchange.id"), UUID.randomUUID() + "\n");
    Files.writeString(directory.resolve("cluster/tables.seen"), "12\n");
  }

  @Test
  void aDirectoryInOrderIsFoundSo() {
    assertThat(run("doctor")).isZero();
    assertThat(out.toString()).contains("good").doesNotContain("repairable");
    assertThat(run("repair")).isZero();
    assertThat(directory.resolve("damaged")).doesNotExist();
  }

  @Test
  void whatAStartDoesWithoutIsMovedAwayAndKept() throws IOException {
    Files.writeString(directory.resolve("cluster/tables.seen"), "1\u00002\n");
    Files.writeString(directory.resolve("read-model"), "this is no read model at all");
    assertThat(run("doctor")).isEqualTo(1);
    assertThat(out.toString())
        .contains("repairable  read-model  its checksum is wrong")
        .contains("repairable  cluster/tables.seen");
    assertThat(run("repair")).isZero();
    assertThat(directory.resolve("read-model")).doesNotExist();
    try (Stream<Path> kept = Files.walk(directory.resolve("damaged"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .contains("read-model", "tables.seen");
    }
    assertThat(run("doctor")).isZero();
  }

  @Test
  void whatIsNowhereElseIsNamedAndLeftAlone() throws IOException {
    Path id = directory.resolve("cluster/exchange.id");
    Files.writeString(id, "no identity");
    assertThat(run("repair")).isEqualTo(1);
    assertThat(out.toString()).contains("lost        cluster/exchange.id");
    assertThat(Files.readString(id)).isEqualTo("no identity");
  }

  @Test
  void aRunningExchangeIsLeftAlone() throws IOException {
    try (DataDirectory _ = DataDirectory.lock(directory)) {
      assertThat(run("doctor")).isEqualTo(1);
      assertThat(out.toString()).contains("another program is using").contains("stop it first");
    }
  }

  private int run(String command) {
    out = new StringWriter();
    CommandLine commandLine = Sibyl.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(out, true));
    return commandLine.execute(command, directory.toString());
  }
}
