package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  @TempDir private Path folder;

  private final List<String> history = new ArrayList<>();
  private final Parts parts = new Parts(new PrintStream(OutputStream.nullOutputStream()));

  @Test
  void partsStopInReverseOrder() {
    start("database");
    start("log");
    parts.close();
    parts.close();
    assertThat(history).containsExactly("+database", "+log", "-log", "-database");
  }

  @Test
  void aPartThatCannotStartTakesTheOthersDownAndIsNamed() {
    start("database");
    assertThatThrownBy(
            () ->
                parts.start(
                    "log",
                    () -> {
                      throw new IllegalStateException("no room");
                    }))
        .isInstanceOf(StartException.class)
        .hasMessage("log could not start: no room");
    assertThat(history).containsExactly("+database", "-database");
  }

  @Test
  void aPartThatStopsBadlyDoesNotKeepTheOthersUp() {
    start("database");
    parts.start(
        "log",
        () ->
            () -> {
              throw new IllegalStateException("stuck");
            });
    parts.close();
    assertThat(history).containsExactly("+database", "-database");
  }

  @Test
  void aDirectoryBelongsToOneProgram() throws Exception {
    try (DataDirectory first = DataDirectory.lock(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> DataDirectory.lock(folder))
          .hasMessageContaining("another program is using");
    }
    DataDirectory.lock(folder).close();
  }

  private void start(String name) {
    parts.start(
        name,
        () -> {
          history.add("+" + name);
          return () -> history.add("-" + name);
        });
  }
}
