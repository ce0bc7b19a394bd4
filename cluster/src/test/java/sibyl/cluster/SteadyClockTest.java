package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final long START_MS = 1_700_000_000_000L;

  private long wallMs = START_MS;
  private long stopWatchNs = 5;
  private final SteadyClock clock = new SteadyClock(() -> wallMs, () -> stopWatchNs);

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
    assertThat(clock.apartMs()).isEqualTo(10_000);
    pass(2000, 2000);
    assertThat(clock.time()).isEqualTo(START_MS + 1000 + 1900);
    assertThat(clock.apartMs()).isEqualTo(9_900);
    pass(198_000, 198_000);
    assertThat(clock.time()).isEqualTo(wallMs);
    assertThat(clock.apartMs()).isZero();
    pass(500, 500);
    assertThat(clock.time()).isEqualTo(wallMs);
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
  void goesOnFromTheTimeOfTheLogWhenTheMachineWasSetBackBeforeItsStart() {
    clock.notBefore(START_MS + 7_200_000);
    pass(2000, 2000);
    assertThat(clock.time()).isEqualTo(START_MS + 7_200_000);
    pass(2000, 2000);
    assertThat(clock.time()).isEqualTo(START_MS + 7_200_000 + 1900);
    assertThat(clock.apartMs()).isEqualTo(7_200_000 + 1900 - 4000);
  }

  @Test
  void aLogBehindTheMachineChangesNothing() {
    pass(2000, 2000);
    assertThat(clock.time()).isEqualTo(START_MS + 2000);
    clock.notBefore(START_MS + 500);
    pass(100, 100);
    assertThat(clock.time()).isEqualTo(START_MS + 2100);
  }

  @Test
  void setForwardAgainAfterItWasSetBackIsNoJump() {
    pass(-7_200_000, 10);
    clock.time();
    pass(7_200_000, 10);
    assertThat(clock.time()).isBetween(START_MS, START_MS + 20);
    pass(10_000, 10_000);
    assertThat(clock.time()).isEqualTo(wallMs);
  }

  @Test
  void letsASmallCorrectionPass() {
    pass(SteadyClock.JUMP_MS_MAX, 5);
    assertThat(clock.time()).isEqualTo(START_MS + SteadyClock.JUMP_MS_MAX);
  }

  @Test
  void aJumpOfHoursIsNotFollowedBeforeAMinute() {
    pass(7_200_000, 5);
    assertThat(clock.time()).isEqualTo(START_MS + 5);
    assertThat(clock.apartMs()).isEqualTo(-7_199_995);
    pass(SteadyClock.BELIEVED_AFTER_MS - 1, SteadyClock.BELIEVED_AFTER_MS - 1);
    assertThat(clock.time()).isEqualTo(START_MS + 5 + SteadyClock.BELIEVED_AFTER_MS - 1);
    pass(1, 1);
    assertThat(clock.time()).isEqualTo(wallMs);
    assertThat(clock.apartMs()).isZero();
  }

  @Test
  void aJumpThatIsPutRightWithinTheMinuteHasNeverBeen() {
    pass(7_200_000, 5);
    clock.time();
    pass(30_000, 30_000);
    clock.time();
    pass(-7_200_000 + 10, 10);
    assertThat(clock.time()).isBetween(START_MS + 30_010, START_MS + 30_015);
    pass(7_200_000, 5);
    long after = clock.time();
    assertThat(after).as("another one has a minute of its own").isLessThan(START_MS + 30_030);
    pass(30_000, 30_000);
    assertThat(clock.time()).isEqualTo(after + 30_000);
  }

  @Test
  void aLongPauseIsNoJump() {
    pass(3_600_000, 3_600_000);
    assertThat(clock.time()).isEqualTo(START_MS + 3_600_000);
  }
}
