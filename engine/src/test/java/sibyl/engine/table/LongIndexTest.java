package sibyl.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongIndexTest {
  @Test
  void behavesAsAMapWould() {
    SplittableRandom random = new SplittableRandom(5);
    LongIndex index = new LongIndex();
    Map<Long, Integer> plain = new HashMap<>();
    for (int n = 0; n < 50_000; n++) {
      long key = random.nextLong(n < 25_000 ? 3_000 : 300) << random.nextInt(2) * 32;
      if (plain.containsKey(key)) {
        index.remove(key);
        plain.remove(key);
      } else {
        index.add(key, n);
        plain.put(key, n);
      }
      assertThat(index.size()).isEqualTo(plain.size());
      long asked = random.nextLong(3_000);
      assertThat(index.get(asked)).isEqualTo(plain.getOrDefault(asked, LongIndex.ABSENT));
    }
    plain.forEach((key, value) -> assertThat(index.get(key)).isEqualTo(value));
  }

  @Test
  void removingWhatIsNotThereIsAnError() {
    LongIndex index = new LongIndex();
    index.add(0, 1);
    assertThatThrownBy(() -> index.remove(1)).isInstanceOf(IllegalStateException.class);
  }
}
