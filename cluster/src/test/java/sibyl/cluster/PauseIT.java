package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that stands still, as on a laptop that slept or a frozen machine, and goes on. */
class PauseIT {
  /** Longer than the ten seconds after which Aeron's parts take each other for dead. */
  private static final int PAUSE_SECONDS = 15;

  /** After which a process that stands still is ended, and the test with it. */
  private static final int PATIENCE_SECONDS = 180;

  private static final int ANSWERS = 2_000;

  @TempDir private Path directory;

  @Test
  @Tag("faults")
  @EnabledOnOs(OS.LINUX)
  void aPauseOfFifteenSecondsUnderLoadEndsNothingAndDropsNothing() throws Exception {
    Process process = CrashingNode.start(directory, Long.MAX_VALUE);
    // A read of a pipe cannot be interrupted, but it ends with the process.
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    try (BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII)) {
      long last = read(answers, 0);
      for (int pause = 0; pause < 2; pause++) {
        signal(process, "-STOP");
        assertThat(process.waitFor(PAUSE_SECONDS, TimeUnit.SECONDS)).isFalse();
        signal(process, "-CONT");
        // What was in the pipe is no proof, so ask for more than that holds.
        last = read(answers, last);
        assertThat(process.isAlive()).isTrue();
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** The process itself ends if a command is dropped or a follower stops. */
  private static long read(BufferedReader answers, long after) throws Exception {
    for (long number = after + 1; number <= after + 10L * ANSWERS; number++) {
      assertThat(answers.readLine()).isEqualTo(Long.toString(number));
    }
    return after + 10L * ANSWERS;
  }

  private static void signal(Process process, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
