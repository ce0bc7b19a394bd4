package sibyl.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewDirectoryTest {
  @TempDir private Path folder;

  @Test
  void nothingHasTheNameBeforeItIsFinished() throws IOException {
    Path target = folder.resolve("backup");
    try (NewDirectory fresh = NewDirectory.at(target)) {
      Files.writeString(fresh.path().resolve("a"), "whole");
      Files.createDirectory(fresh.trial());
      assertThat(target).doesNotExist();
      fresh.finish();
    }
    assertThat(target.resolve("a")).hasContent("whole");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void whatIsInterruptedLeavesNothing() throws IOException {
    Path target = Files.createDirectory(folder.resolve("backup"));
    try (NewDirectory fresh = NewDirectory.at(target)) {
      Files.writeString(fresh.path().resolve("a"), "a part");
    }
    assertThat(target).isEmptyDirectory();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    Path target = Files.createDirectory(folder.resolve("backup"));
    Path precious = Files.writeString(target.resolve("precious"), "!");
    assertThatThrownBy(() -> NewDirectory.at(target))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("not empty");
    assertThatThrownBy(() -> NewDirectory.at(precious)).isInstanceOf(BackupException.class);
    assertThat(precious).hasContent("!");
  }
}
