package sibyl.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.engine.Engine;

/** What only saves time changes nothing: the short path of plain orders, and reading ahead. */
class ShortPathTest {
  private static final int EXCHANGES = 300;

  @TempDir Path folder;

  @Test
  void everyByteOfEveryEventAndTheStateAreThoseOfTheLongWay() throws Exception {
    Path log = folder.resolve("log");
    long commands;
    try (RecordedLog recorded = RecordedLog.to(log)) {
      for (long seed = 1_000; seed < 1_000 + EXCHANGES; seed++) {
        recorded.exchange(seed);
      }
      commands = recorded.commands();
    }
    assertThat(commands).isGreaterThan(400_000);
    String asItIs = ReplayedLog.of(log);
    assertThat(ReplayedLog.of(log, Engine::onTheLongWay)).isEqualTo(asItIs);
    assertThat(ReplayedLog.lookingAhead(log)).isEqualTo(asItIs);
  }
}
