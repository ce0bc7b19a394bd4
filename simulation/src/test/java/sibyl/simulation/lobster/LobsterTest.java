package sibyl.simulation.lobster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 999 order-book events of a real exchange, replayed on the engine's book. The recording may not be
 * passed on, so it is read from {@code -Dsibyl.lobster.dir}, {@code SIBYL_LOBSTER_DIR} or a folder
 * beside the repository; without it these tests are skipped.
 */
class LobsterTest {
  private static Recording recording;

  @BeforeAll
  static void findTheRecording() throws IOException {
    Optional<Path> folder = Recording.find();
    assumeThat(folder)
        .as("no LOBSTER recording: set SIBYL_LOBSTER_DIR to a folder with a sample of 10 levels")
        .isPresent();
    recording = Recording.read(folder.orElseThrow());
  }

  @Test
  void bestBidAndAskAfterEveryEventAreAsRecorded() {
    ReplayedBook book = new ReplayedBook(recording);
    List<String> differences = new ArrayList<>();

    for (int row = 1; row < recording.events().size(); row++) {
      book.apply(row, row);
      Recording.Touch expected = recording.touches().get(row);
      if (!book.touch().equals(expected)) {
        differences.add("row " + row + ": " + book.touch() + ", recorded " + expected);
      }
    }

    assertThat(differences).isEmpty();
    assertThat(recording.events()).hasSize(999);
  }

  @Test
  void everyFillIsAsRecorded() {
    ReplayedBook book = new ReplayedBook(recording);
    List<String> differences = new ArrayList<>();
    int executions = 0;

    int last;
    for (int row = 1; row < recording.events().size(); row = last + 1) {
      boolean execution = recording.events().get(row).isExecution();
      last = execution ? book.lastOfAggressor(row) : row;
      book.apply(row, last);
      if (execution) {
        List<Recording.Event> recorded = recording.events().subList(row, last + 1);
        executions += recorded.size();
        if (!book.fills().equals(book.expectedFills(recorded))) {
          differences.add(
              "rows %d to %d: %s, recorded %s".formatted(row, last, book.fills(), recorded));
        }
      }
    }

    assertThat(differences).isEmpty();
    assertThat(executions).isEqualTo(98);
  }
}
