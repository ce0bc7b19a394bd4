package sibyl.accounts.contest;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A team in a contest and what it begins with.
 *
 * @param team its account
 * @param cash millionths
 * @param goods hundredths of each good, by market; of a good that is not named it has none
 */
public record Contestant(long team, long cash, Map<Long, Long> goods) {
  public Contestant {
    goods = Collections.unmodifiableMap(new TreeMap<>(goods));
  }
}
