package sibyl.accounts.contest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contest.
 *
 * @param startsAt what is done before does not count
 * @param endsAt what is done from then on does not count
 * @param markets whose trades make the volume; the goods among them are what is brought back
 * @param resets how often everybody was brought back to the beginning
 * @param resetSeq the last event of the latest reset; null before the first
 */
public record Contest(
    long id,
    String title,
    Instant startsAt,
    Instant endsAt,
    Instant createdAt,
    List<Long> markets,
    List<Contestant> teams,
    int resets,
    @Nullable Long resetSeq) {
  public Contest {
    markets = List.copyOf(markets);
    teams = List.copyOf(teams);
  }
}
