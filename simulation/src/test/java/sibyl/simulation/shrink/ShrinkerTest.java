package sibyl.simulation.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void findsTheFewElementsThatMatter() {
    List<Integer> shortest =
        Shrinker.shrink(HUNDRED, list -> list.containsAll(List.of(3, 50, 97)), 10_000);

    assertThat(shortest).containsExactly(3, 50, 97);
  }

  @Test
  void keepsEverythingWhenEverythingMatters() {
    assertThat(Shrinker.shrink(HUNDRED, HUNDRED::equals, 10_000)).isEqualTo(HUNDRED);
  }

  @Test
  void stopsAtTheBoundWithTheShortestFoundByThen() {
    AtomicInteger attempts = new AtomicInteger();

    List<Integer> shortest =
        Shrinker.shrink(
            HUNDRED,
            list -> {
              attempts.incrementAndGet();
              return list.contains(99);
            },
            3);

    assertThat(attempts).hasValue(3);
    assertThat(shortest).hasSizeLessThan(100).contains(99);
  }
}
