package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Processes;
import sibyl.systemtests.program.Sibyl;

/** The program stands still, or is killed under a supervisor, and people trade on. */
class BreakdownIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PAUSE_SECONDS = 15;

  @TempDir private Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void afterAPauseOfFifteenSecondsPeopleTradeOn() throws Exception {
    try (Sibyl sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady()) {
      String market = Staff.signIn(sibyl.url()).opensMarket("Does it wake up?");
      Person ada = Person.signUp(sibyl.url(), "ada").deposits("100.00");
      Person bob = Person.signUp(sibyl.url(), "bob").deposits("100.00");
      ada.buys("1", "yes", "0.60", market);
      Processes.signal("-STOP", List.of(process(sibyl)));
      assertThat(
              process(sibyl)
                  .onExit()
                  .completeOnTimeout(null, PAUSE_SECONDS, TimeUnit.SECONDS)
                  .get())
          .as("ended while it stood still")
          .isNull();
      Processes.signal("-CONT", List.of(process(sibyl)));
      bob.buys("1", "no", "0.40", market);
      assertThat(ada.shares(market)).isEqualTo("1.00 yes");
      assertThat(sibyl.isRunning()).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void underASupervisorItIsStartedAgainAfterItWasKilledAndStopsWhenTold() throws Exception {
    try (Sibyl sibyl =
        aSibyl()
            .running("up", "--dev", "--restart")
            .withData(directory.resolve("data"))
            .start()
            .awaitReady()) {
      Person.signUp(sibyl.url(), "ada").deposits("100.00");
      ProcessHandle first = child(sibyl);
      first.destroyForcibly();
      sibyl.await("a second start", PATIENCE, () -> sibyl.output().split("Ready at ").length == 3);
      assertThat(sibyl.output()).contains("ended with 137; again in 1 s");
      ProcessHandle second = child(sibyl);
      assertThat(second.pid()).isNotEqualTo(first.pid());
      sibyl.stop();
      assertThat(second.isAlive()).isFalse();
    }
  }

  private static ProcessHandle process(Sibyl sibyl) {
    return ProcessHandle.of(sibyl.pid()).orElseThrow();
  }

  private static ProcessHandle child(Sibyl sibyl) {
    return process(sibyl).children().findAny().orElseThrow();
  }
}
