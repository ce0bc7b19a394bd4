package sibyl.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InputScheduleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final InputSchedule schedule = new InputSchedule(Duration.ofSeconds(60), 3, 100 * SECOND);

  @Test
  void isDueAfterSoManyInputs() {
    schedule.onInput();
    schedule.onInput();
    assertThat(schedule.request(101 * SECOND)).isFalse();
    schedule.onInput();
    assertThat(schedule.request(101 * SECOND)).isTrue();
  }

  @Test
  void isDueAfterTheIntervalIfAnythingHappened() {
    assertThat(schedule.request(1000 * SECOND)).isFalse();
    schedule.onInput();
    assertThat(schedule.request(1000 * SECOND)).isTrue();
  }

  @Test
  void asksAgainOnlyAfterAWhile() {
    schedule.onInput();
    assertThat(schedule.request(200 * SECOND)).isTrue();
    assertThat(schedule.request(200 * SECOND + SECOND / 2)).isFalse();
    assertThat(schedule.request(201 * SECOND)).isTrue();
  }

  @Test
  void beginsAnewWhenItIsDone() {
    schedule.onInput();
    schedule.onDone(200 * SECOND);
    assertThat(schedule.inputs()).isZero();
    schedule.onInput();
    assertThat(schedule.request(210 * SECOND)).isFalse();
    assertThat(schedule.request(260 * SECOND)).isTrue();
  }

  @Test
  void restsAsLongAsItIsToldHoweverManyInputsCome() {
    schedule.onDone(200 * SECOND, 20 * SECOND);
    for (int i = 0; i < 10; i++) {
      schedule.onInput();
    }
    assertThat(schedule.request(219 * SECOND)).isFalse();
    assertThat(schedule.request(220 * SECOND)).isTrue();
  }
}
