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
  void goesOnALittleSlowerWhenTheMachineIsSetBackAndMeetsItAgain() {
    pass(1000, 1000);
    assertThat(clock.time()).isEqualTo(START_MS + 1000);
    pass(-10_000, 0);
    assertThat(clock.time()).isEqualTo(START_MS + 1000);
    assertThat(clock.aheadMs()).isEqualTo(10_000);
    pass(2000, 2000);
    assertThat(clock.time()).isEqualTo(START_MS + 1000 + 1900);
    assertThat(clock.aheadMs()).isEqualTo(9_900);
    pass(198_000, 198_000);
    assertThat(clock.time()).isEqualTo(wallMs);
    assertThat(clock.aheadMs()).isZero();
    pass(500, 500);
    assertThat(clock.time()).isEqualTo(wallMs);
    assertThat(jumps).isEmpty();
  }

  @Test
  void twoHoursBackFreezeNothing() {
    pass(-7_200_000, 10);
    long before = clock.time();
    for (int i = 0; i < 10_000; i++) {
      pass(1, 1);
      long now = clock.time();
      assertThat(now).isBetween(before, before + 1);
      before = now;
    }
    assertThat(before).isEqualTo(START_MS + 10_010 - 10_010 / SteadyClock.SLOWED_BY);
  }

  @Test
  void setForwardAgainAfterItWasSetBackIsNoJump() {
    pass(-7_200_000, 10);
    clock.time();
    pass(7_200_000, 10);
    assertThat(clock.time()).isBetween(START_MS, START_MS + 20);
    pass(10_000, 10_000);
    assertThat(clock.time()).isEqualTo(wallMs);
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
