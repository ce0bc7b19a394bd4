package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final long START_MS = 1_700_000_000_000L;

  private long wallMs = START_MS;
  private long stopWatchNs = 5;
  private final List<Throwable> jumps = new ArrayList<>();
  private final SteadyClock clock = new SteadyClock(() -> wallMs, () -> stopWatchNs, jumps::add);

  private void pass(long wallMillis, long realMillis) {
    wallMs += wallMillis;
    stopWatchNs += realMillis * 1_000_000;
  }

  @Test
  void tellsTheTimeOfTheMachine() {
    pass(1500, 1500);
    assertThat(clock.time()).isEqualTo(START_MS + 1500);
  }

  @Test
  void standsStillWhileTheMachineGoesBack() {
    pass(1000, 1000);
    assertThat(clock.time()).isEqualTo(START_MS + 1000);
    pass(-700, 10);
    assertThat(clock.time()).isEqualTo(START_MS + 1000);
    pass(800, 800);
    assertThat(clock.time()).isEqualTo(START_MS + 1100);
    assertThat(jumps).isEmpty();
  }

  @Test
  void letsASmallCorrectionPass() {
    pass(SteadyClock.JUMP_MS_MAX, 5);
    assertThat(clock.time()).isEqualTo(START_MS + SteadyClock.JUMP_MS_MAX);
    assertThat(jumps).isEmpty();
  }

  @Test
  void reportsAJumpAndDoesNotFollowIt() {
    pass(SteadyClock.JUMP_MS_MAX + 1000, 5);
    assertThat(clock.time()).isEqualTo(START_MS);
    assertThat(jumps).hasSize(1);
    assertThat(jumps.getFirst()).hasMessageContaining("60995 ms");
  }

  @Test
  void aLongPauseIsNoJump() {
    pass(3_600_000, 3_600_000);
    assertThat(clock.time()).isEqualTo(START_MS + 3_600_000);
    assertThat(jumps).isEmpty();
  }
}
