package sibyl.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Beside the JDK's map: small numbers, which are places, and large ones, which are looked up. */
class NumberIndexTest {
  @Test
  void everyNumberIsFoundUntilItIsRemoved() {
    NumberIndex index = new NumberIndex();
    Map<Long, Integer> expected = new HashMap<>();
    Random random = new Random(3);
    for (int step = 0; step < 50_000; step++) {
      long number =
          random.nextInt(3) == 0
              ? random.nextInt(200) - 100L
              : (1L << 24) - 50 + random.nextInt(100);
      if (expected.remove(number) != null) {
        index.remove(number);
      } else {
        int value = random.nextInt(1_000);
        index.add(number, value);
        expected.put(number, value);
      }
      assertThat(index.size()).isEqualTo(expected.size());
      long asked = random.nextBoolean() ? number : random.nextLong();
      assertThat(index.get(asked)).isEqualTo(expected.getOrDefault(asked, NumberIndex.ABSENT));
    }
  }
}
