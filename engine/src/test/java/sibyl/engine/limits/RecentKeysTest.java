package sibyl.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecentKeysTest {
  private static final int MOST = 1 << 10;
  private static final long FOR_MS = 1_000_000;
  private static final int OWNER = 7;

  @Test
  void knowsTheLatestKeysAndNoOthers() {
    Random random = new Random(1);
    RecentKeys keys = new RecentKeys("keys", MOST, FOR_MS, 1, 0);
    Map<Long, Long> expected = new LinkedHashMap<>();
    for (long now = 0; now < 100_000; now++) {
      long key = random.nextInt(3 * MOST);
      check(keys, expected, key, now);
      check(keys, expected, random.nextInt(3 * MOST), now);
    }
  }

  /** Every bucket but the last then is full, and each key is looked for from the first one on. */
  @Test
  void findsKeysThatAllHaveOneHome() {
    RecentKeys keys = new RecentKeys("keys", MOST, FOR_MS, 1, 0);
    Map<Long, Long> expected = new LinkedHashMap<>();
    int home = keys.home(OWNER, 1, 0);
    long now = 0;
    for (long key = 0; expected.size() < MOST || now < 3 * MOST; key++) {
      if (keys.home(OWNER, 1, key) == home) {
        check(keys, expected, key, now++);
      }
    }
    for (long key : expected.keySet()) {
      assertThat(keys.find(OWNER, 1, key, now)).isNotEqualTo(RecentKeys.NONE);
    }
  }

  /** Looks a key up, and adds it when it is not known. */
  private static void check(RecentKeys keys, Map<Long, Long> expected, long key, long now) {
    int found = keys.find(OWNER, 1, key, now);
    Long value = expected.get(key);
    if (value != null) {
      assertThat(found).isNotEqualTo(RecentKeys.NONE);
      assertThat(keys.value(found, 0)).isEqualTo(value);
      return;
    }
    assertThat(found).isEqualTo(RecentKeys.NONE);
    if (expected.size() == MOST) {
      Iterator<Long> oldest = expected.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    expected.put(key, now);
    keys.value(keys.add(OWNER, 1, key, now), 0, now);
  }
}
