package sibyl.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Beside the JDK's set in the order of insertion. */
class WorkQueueTest {
  @Test
  void theLongestWaitingComesFirstWhicheverLeftFromTheMiddle() {
    WorkQueue queue = new WorkQueue();
    LinkedHashSet<Integer> expected = new LinkedHashSet<>();
    Random random = new Random(5);
    for (int step = 0; step < 20_000; step++) {
      int market = random.nextInt(100);
      switch (random.nextInt(3)) {
        case 0 -> {
          if (!queue.contains(market)) {
            queue.add(market);
          }
          expected.add(market);
        }
        case 1 -> {
          queue.remove(market);
          expected.remove(market);
        }
        default -> {
          if (!queue.isEmpty()) {
            int first = queue.remove();
            assertThat(first).isEqualTo(expected.getFirst());
            expected.remove(first);
          }
        }
      }
      assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(queue.contains(market)).isEqualTo(expected.contains(market));
    }
  }
}
