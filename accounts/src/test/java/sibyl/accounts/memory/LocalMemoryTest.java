package sibyl.accounts.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.accounts.SettableClock;

/** The memory in this process. */
class LocalMemoryTest extends SignInMemoryContract {
  private final SettableClock clock = new SettableClock();
  private final LocalMemory memory = new LocalMemory(clock);

  @Override
  SignInMemory memory() {
    return memory;
  }

  @Override
  void pass(Duration time) {
    clock.forward(time);
  }

  @Test
  void tenADayAreTenInAny24Hours() {
    List<Allowance> ten = List.of(window("day", 10, Duration.ofDays(1)));
    Deque<Instant> lastDay = new ArrayDeque<>();
    int taken = 0;
    for (int minute = 0; minute < 3 * 24 * 60; minute += 7) {
      Instant now = clock.instant();
      // Somebody who takes all there is for two hours, and then now and then.
      boolean tries = minute < 120 || minute % 5 == 0;
      if (tries && memory.take(ten).isZero()) {
        taken++;
        lastDay.addLast(now);
        while (!lastDay.getFirst().isAfter(now.minus(Duration.ofDays(1)))) {
          lastDay.removeFirst();
        }
        assertThat(lastDay).hasSizeLessThanOrEqualTo(10);
      }
      clock.forward(Duration.ofMinutes(7));
    }
    assertThat(taken).isBetween(28, 30);
  }
}
