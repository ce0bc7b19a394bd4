package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.SemanticVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.engine.limits.Limits;
import sibyl.protocol.sbe.MessageHeaderDecoder;

class LogTermsTest {
  private static final Limits LIMITS = Limits.defaults();

  @TempDir Path directory;
  private DataDirectory data;

  @BeforeEach
  void lock() {
    data = DataDirectory.lock(directory);
  }

  @AfterEach
  void leave() {
    data.leave(true);
  }

  @Test
  void aDirectoryWithoutALogTakesAnyAndTheNextStartMustHaveTheSame() throws Exception {
    LogTerms.of(LIMITS.with(to -> to.slice = 5)).claim(data);
    LogTerms.of(LIMITS).claim(data);
    Files.createDirectory(data.archive().toPath());

    assertThatCode(() -> LogTerms.of(LIMITS).claim(data)).doesNotThrowAnyException();
    assertThatThrownBy(() -> LogTerms.of(LIMITS.with(to -> to.slice = 5)).claim(data))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "data directory "
                + directory.toAbsolutePath()
                + " has a log with limits.slice=1000, this program has limits.slice=5: start it"
                + " with the build and the limits that wrote the log");
  }

  @Test
  void aLogThatLacksALimitOfThisBuildIsAnotherBuilds() throws Exception {
    LogTerms.of(LIMITS).claim(data);
    Files.createDirectory(data.archive().toPath());
    Path file = directory.resolve(LogTerms.FILE);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));

    assertThatThrownBy(() -> LogTerms.of(LIMITS).claim(data))
        .hasMessageContaining("has a log with (nothing), this program has " + lines.getLast());
  }

  @Test
  void theNumberInTheLogStandsForEveryLimit() {
    Set<Integer> numbers = new HashSet<>();
    List<Consumer<Limits.Draft>> changes =
        List.of(
            to -> to.slice = 1_000,
            to -> to.accounts = 7,
            to -> to.openOrders = 7,
            to -> to.positionNotional = 7,
            to -> to.clientOrderIdsForMs = 7,
            to -> to.ingredients = 7);
    for (Consumer<Limits.Draft> change : changes) {
      int number = LogTerms.of(LIMITS.with(change)).appVersion();
      assertThat(SemanticVersion.major(number)).isEqualTo(1 + MessageHeaderDecoder.SCHEMA_VERSION);
      numbers.add(number);
    }
    assertThat(numbers).hasSize(changes.size()).contains(LogTerms.of(LIMITS).appVersion());
  }
}
