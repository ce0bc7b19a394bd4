package sibyl.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrefixTest {
  @Test
  void findsEveryLengthOfEverySize() {
    for (int size = 0; size <= 40; size++) {
      for (int length = 0; length <= size; length++) {
        int present = length;
        assertThat(Prefix.length(size, index -> index < present)).isEqualTo(present);
      }
    }
  }

  @Test
  void asksAboutFewOfThem() {
    AtomicInteger questions = new AtomicInteger();
    Prefix.length(
        4_368,
        index -> {
          questions.incrementAndGet();
          return index < 2_000;
        });
    assertThat(questions.get()).isLessThanOrEqualTo(15);
  }
}
