package sibyl.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;

/** Beside the JDK's sorted set, with removals from the middle, and many of them. */
class ExpiryQueueTest {
  private static final int STEPS = 50_000;
  private static final int TERMS =
      Orders.terms(Side.BUY, Outcome.YES, SelfTradePrevention.CANCEL_TAKER, false, false);

  private final Orders orders = new Orders(4_096);
  private final ExpiryQueue queue = new ExpiryQueue(orders);
  private final List<Integer> present = new ArrayList<>();
  private final TreeSet<Integer> expected =
      new TreeSet<>(
          Comparator.<Integer>comparingLong(orders::expiresAtMs).thenComparingLong(orders::id));

  @Test
  void theNextIsAlwaysTheEarliestWhicheverLeftFromTheMiddle() {
    Random random = new Random(7);
    for (int step = 0; step < STEPS; step++) {
      // Up to hundreds and down to none, again and again.
      boolean grows = step / 1_000 % 2 == 0;
      if (present.isEmpty() || random.nextInt(100) < (grows ? 70 : 30)) {
        add(1 + random.nextInt(grows ? 1_000_000 : 50));
      } else if (random.nextInt(4) == 0) {
        remove(present.indexOf(queue.first()));
      } else {
        remove(random.nextInt(present.size()));
      }
      queue.check();
      assertThat(queue.size()).isEqualTo(expected.size());
      if (!expected.isEmpty()) {
        assertThat(queue.first()).isEqualTo(expected.first());
        assertThat(queue.nextMs()).isEqualTo(orders.expiresAtMs(expected.first()));
      }
    }
  }

  private void add(long expiresAtMs) {
    int order = orders.allocate(0, 0, 1, TERMS, 100);
    orders.expiresAtMs(order, expiresAtMs);
    queue.add(order);
    expected.add(order);
    present.add(order);
  }

  private void remove(int index) {
    int order = present.get(index);
    present.set(index, present.getLast());
    present.removeLast();
    expected.remove(order);
    queue.remove(order);
    queue.remove(order);
    orders.free(order);
  }
}
