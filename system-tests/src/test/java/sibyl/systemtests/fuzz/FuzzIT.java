package sibyl.systemtests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Intruder;
import sibyl.systemtests.program.Sibyl;

/**
 * Malformed input at the running program, for a minute. {@code ./sibyl fuzz --minutes 60} goes on
 * longer; {@code -Dsibyl.fuzz.seed=N} repeats what was sent.
 */
class FuzzIT {
  private static final int THREADS = 2;
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("sibyl.fuzz.seconds", 20));
  private static final long SEED = Long.getLong("sibyl.fuzz.seed", 20261128);

  @Test
  void noMalformedRequestIsTheServersFault(@TempDir Path directory) throws Exception {
    try (Sibyl sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      JsonNode document = new Intruder(sibyl.url()).document();
      List<Fuzzer> fuzzers = new ArrayList<>();
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Fuzzer fuzzer = new Fuzzer(sibyl.url(), document, SEED + i);
        fuzzers.add(fuzzer);
        runs.add(
            threads.submit(
                () -> {
                  fuzzer.run(DURATION);
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
      fuzzers.forEach(fuzzer -> System.out.println(fuzzer.summary()));
      assertThat(fuzzers).allSatisfy(fuzzer -> assertThat(fuzzer.findings()).isEmpty());
      assertThat(fuzzers).allSatisfy(fuzzer -> assertThat(fuzzer.sent()).isPositive());
      assertThat(sibyl.isRunning()).isTrue();
      assertThat(sibyl.log()).doesNotContain("request failed");
    }
  }
}
