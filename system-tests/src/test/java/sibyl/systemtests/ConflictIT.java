package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.program.Sibyl;

/** What somebody else has is refused in one line, and the one who has it notices nothing. */
class ConflictIT {
  private static final Duration FAST = Duration.ofSeconds(20);
  private static final Duration WITH_A_NEW_DATABASE = Duration.ofSeconds(90);

  @TempDir private Path directory;

  @Test
  void aDirectoryOrPortInUseIsNamedAndTheFirstGoesOn() {
    Path data = directory.resolve("data");
    try (Sibyl first = aSibyl().withData(data).start().awaitReady()) {
      try (Sibyl second = aSibyl().withData(data).start()) {
        assertThat(second.awaitExit(FAST)).isEqualTo(1);
        assertThat(complaint(second)).contains("another program is using").contains("" + data);
      }
      try (Sibyl rebuild = aSibyl().running("rebuild", "--dev").withData(data).start()) {
        assertThat(rebuild.awaitExit(FAST)).isEqualTo(1);
        assertThat(complaint(rebuild)).contains("another program is using").contains("" + data);
      }
      int port = first.url().getPort();
      Path otherData = directory.resolve("other");
      try (Sibyl third = aSibyl().withData(otherData).withHttpPort(port).start()) {
        assertThat(third.awaitExit(WITH_A_NEW_DATABASE)).isEqualTo(1);
        assertThat(complaint(third)).contains("" + port);
        assertThat(otherData.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
      }
      assertThat(Person.signUp(first.url(), "ada").deposits("5").cash()).isEqualTo("5.00 + 0.00");
    }
  }

  @Test
  void tablesThatAreAheadOfTheLogAreRefusedUntilTheyAreRebuilt() throws IOException {
    Path data = directory.resolve("data");
    try (Sibyl first = aSibyl().withData(data).start().awaitReady()) {
      Person.signUp(first.url(), "ada").deposits("5");
      first.stop();
    }
    Files.move(data.resolve("cluster"), directory.resolve("lost"));
    try (Sibyl withoutItsLog = aSibyl().withData(data).start()) {
      assertThat(withoutItsLog.awaitExit(FAST)).isEqualTo(1);
      assertThat(complaint(withoutItsLog)).contains("the tables are at event").contains("rebuild");
    }
    try (Sibyl rebuild = aSibyl().running("rebuild", "--dev").withData(data).start()) {
      assertThat(rebuild.awaitExit(FAST)).isZero();
    }
    aSibyl().withData(data).start().awaitReady().close();
  }

  /** The one line that says what is wrong. */
  private static String complaint(Sibyl program) {
    List<String> lines =
        program.output().lines().filter(line -> line.startsWith("sibyl: ")).toList();
    assertThat(lines).as(program.output()).hasSize(1);
    assertThat(program.output()).doesNotContain("\tat ");
    return lines.getFirst();
  }
}
