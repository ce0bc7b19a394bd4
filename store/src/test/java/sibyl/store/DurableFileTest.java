package sibyl.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That it outlasts a loss of power is shown by the fault suite of system-tests. */
class DurableFileTest {
  @TempDir private Path directory;

  @Test
  void aFileIsReplacedWholeAndWhatACrashLeftIsNotInTheWay() throws IOException {
    Path file = directory.resolve("key");
    Files.writeString(directory.resolve("key.new"), "half a");
    DurableFile.write(file, "one");
    DurableFile.write(file, "another");
    assertThat(file).hasContent("another");
    assertThat(directory).isDirectoryNotContaining("glob:**key.new");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileIsItsOwnersFromTheBeginning() throws IOException {
    Path file = directory.resolve("key");
    DurableFile.write(
        file,
        "secret",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDirectoryMovesWithLinksThatLeadNowhere() throws IOException {
    Path partial = Files.createDirectories(directory.resolve("partial/bin")).getParent();
    Files.writeString(partial.resolve("bin/program"), "it");
    Files.createSymbolicLink(partial.resolve("link"), Path.of("nowhere"));
    DurableFile.move(partial, directory.resolve("whole"));
    assertThat(directory.resolve("whole/bin/program")).hasContent("it");
    assertThat(partial).doesNotExist();
  }
}
