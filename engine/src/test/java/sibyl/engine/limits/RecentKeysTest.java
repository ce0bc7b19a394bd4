package sibyl.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
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
    RecentKeys keys = new RecentKeys("keys", MOST, MOST, FOR_MS, 1, 0);
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
    RecentKeys keys = new RecentKeys("keys", MOST, MOST, FOR_MS, 1, 0);
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

  @Test
  void theOldestOfAnOwnerThatHasItsShareMakesRoomAndThoseOfOthersStay() {
    Random random = new Random(2);
    int share = 40;
    RecentKeys keys = new RecentKeys("keys", MOST, share, FOR_MS, 1, 0);
    Map<Long, Long> expected = new LinkedHashMap<>();
    check(keys, expected, -1, 0);
    Map<Long, Deque<Long>> ofOwners = new HashMap<>();
    for (long now = 1; now < 50_000; now++) {
      long owner = 100L + random.nextInt(20);
      keys.value(keys.add(owner, 2, now, now), 0, now);
      Deque<Long> own = ofOwners.computeIfAbsent(owner, any -> new ArrayDeque<>());
      own.add(now);
      if (own.size() > share) {
        assertThat(keys.find(owner, 2, own.remove(), now)).isEqualTo(RecentKeys.NONE);
      }
      assertThat(keys.size()).isEqualTo(1 + ofOwners.values().stream().mapToInt(Deque::size).sum());
    }
    ofOwners.forEach(
        (owner, own) ->
            own.forEach(
                key -> {
                  int found = keys.find(owner, 2, key, 50_000);
                  assertThat(found).isNotEqualTo(RecentKeys.NONE);
                  assertThat(keys.value(found, 0)).isEqualTo(key);
                }));
    check(keys, expected, -1, 50_000);
  }

  @Test
  void ownersComeAndGoWithoutEndAndTimeEmptiesTheMemory() {
    RecentKeys keys = new RecentKeys("keys", MOST, 2, 10_000, 1, 0);
    for (long owner = 0; owner < 100_000; owner++) {
      keys.add(owner, 1, 1, owner);
      assertThat(keys.find(owner, 1, 1, owner)).isNotEqualTo(RecentKeys.NONE);
      assertThat(keys.size()).isLessThanOrEqualTo(MOST);
    }
    keys.add(7, 1, 1, 200_000);
    assertThat(keys.size()).isEqualTo(1);
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
