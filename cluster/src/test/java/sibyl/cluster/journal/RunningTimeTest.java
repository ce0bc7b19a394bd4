package sibyl.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningTimeTest {
  private static final long START_MS = 1_700_000_000_000L;

  private long stopWatchNs = 7;
  private final RunningTime clock = new RunningTime(START_MS, () -> stopWatchNs);

  private long afterMs(long millis) {
    stopWatchNs += millis * 1_000_000;
    return clock.time();
  }

  @Test
  void goesOnByTheStopWatchWhateverTheWallClockDoes() {
    for (int i = 1; i <= 100; i++) {
      assertThat(afterMs(100)).isEqualTo(START_MS + i * 100L);
    }
  }

  @Test
  void aPauseOfTheProcessHardlyCounts() {
    assertThat(afterMs(100)).isEqualTo(START_MS + 100);
    assertThat(afterMs(7_200_000)).isEqualTo(START_MS + 100 + RunningTime.GAP_MS_MAX);
    assertThat(afterMs(100)).isEqualTo(START_MS + 200 + RunningTime.GAP_MS_MAX);
  }
}
