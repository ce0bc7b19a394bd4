package sibyl.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the JDK's sorted set. */
class LevelSetTest {
  private static final int STEPS = 20_000;

  /** Within a word, at its borders, over several words, and over several words of the summary. */
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 101, 4_096, 4_097, 10_001})
  void bothNeighboursAreTheNearestMembers(int levels) {
    LevelSet set = new LevelSet(levels);
    TreeSet<Integer> expected = new TreeSet<>();
    Random random = new Random(levels);
    for (int step = 0; step < STEPS; step++) {
      int level = random.nextInt(levels);
      boolean fills = step / 500 % 2 == 0;
      if (random.nextInt(100) < (fills ? 60 : 20)) {
        set.add(level);
        expected.add(level);
      } else {
        Integer near = expected.isEmpty() ? null : expected.ceiling(level);
        int gone = near == null ? level : near;
        set.remove(gone);
        expected.remove(gone);
      }
      int asked = random.nextInt(levels);
      assertThat(set.contains(asked)).isEqualTo(expected.contains(asked));
      assertThat(set.atOrAbove(asked)).isEqualTo(orNone(expected.ceiling(asked)));
      assertThat(set.atOrBelow(asked)).isEqualTo(orNone(expected.floor(asked)));
    }
    assertThat(set.atOrBelow(-1)).isEqualTo(LevelSet.NONE);
  }

  private static int orNone(Integer level) {
    return level == null ? LevelSet.NONE : level;
  }
}
