package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class DataDirectoryTest {
  @TempDir Path folder;

  @Test
  void theDirectoryIsClosedToOtherUsersAlsoIfItWasOpenBefore() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DataDirectory _ = DataDirectory.lock(data)) {
      assertThat(mode(data)).isEqualTo("rwx------");
    }
  }

  @Test
  void aPathThatOtherUsersCouldReplaceIsRefused() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> DataDirectory.lock(shared.resolve("data")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("other users may write to " + shared)
        .hasMessageContaining("chmod go-w");
  }

  @Test
  void aLinkIsFollowedOnlyToADirectoryThatIsSafeItself() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), own);
    try (DataDirectory _ = DataDirectory.lock(link)) {
      assertThat(mode(own)).isEqualTo("rwx------");
    }
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path inside = Files.createDirectory(open.resolve("data"));
    Path trap = Files.createSymbolicLink(folder.resolve("trap"), inside);
    assertThatThrownBy(() -> DataDirectory.lock(trap)).isInstanceOf(StartException.class);
  }

  @Test
  void aLockFileThatIsALinkIsNotWrittenThrough() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path target = Files.writeString(folder.resolve("target"), "precious");
    Files.createSymbolicLink(data.resolve("sibyl.lock"), target);
    assertThatThrownBy(() -> DataDirectory.lock(data)).isInstanceOf(IOException.class);
    assertThat(target).hasContent("precious");
  }

  @Test
  void aSecondProgramIsRefused() throws Exception {
    Path data = folder.resolve("data");
    try (DataDirectory _ = DataDirectory.lock(data)) {
      assertThatThrownBy(() -> DataDirectory.lock(data)).hasMessageContaining("another program");
    }
  }

  @Test
  void aCopyOfADirectoryInUseIsRefusedAndSaysWhatToDo() throws Exception {
    Path data = folder.resolve("data");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (DataDirectory _ = DataDirectory.lock(data)) {
      assertThat(DataDirectory.isInUse(data)).isTrue();
      Files.copy(data.resolve("in.use"), copy.resolve("in.use"));
    }
    assertThat(DataDirectory.isInUse(data)).isFalse();
    assertThatThrownBy(() -> DataDirectory.lock(copy))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("is a copy of " + data.toRealPath())
        .hasMessageContaining("sibyl backup")
        .hasMessageContaining("remove " + copy.resolve("in.use"));
    // The operator knows that nothing was running.
    Files.delete(copy.resolve("in.use"));
    try (DataDirectory _ = DataDirectory.lock(copy)) {
      assertThat(copy.resolve("in.use")).exists();
    }
  }

  @Test
  void aDirectoryThatWasLeftInUseOrCopiedAfterAStopStarts() throws Exception {
    Path data = folder.resolve("data");
    DataDirectory.lock(data).close();
    assertThat(data.resolve("in.use")).doesNotExist();
    RunningMark.put(data); // as by a process that was killed
    Path moved = Files.move(data, folder.resolve("moved"));
    try (DataDirectory _ = DataDirectory.lock(moved)) {
      assertThat(mode(moved)).isEqualTo("rwx------");
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
