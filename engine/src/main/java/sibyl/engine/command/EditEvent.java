package sibyl.engine.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts other words to an event and its markets, or another time at which they close. What is null,
 * or {@link #SAME_TIME}, stays. The words are carried to the events and then forgotten.
 *
 * @param rules a new version of the rules; readers keep those before
 * @param closeAtMs log time at which the markets that are not closed yet close by themselves; 0 for
 *     never
 * @param markets other titles for some of its markets
 * @param reason why, for those who read it later
 */
public record EditEvent(
    long event,
    @Nullable String title,
    @Nullable String description,
    @Nullable String category,
    @Nullable String rules,
    @Nullable String source,
    @Nullable String image,
    long closeAtMs,
    List<MarketTitle> markets,
    String reason) {
  /** Stands for a time that stays what it is. */
  public static final long SAME_TIME = -1;

  /** Another title for one market. */
  public record MarketTitle(long market, String title) {}

  public EditEvent {
    markets = List.copyOf(markets);
  }

  /** Whether it states nothing. */
  public boolean isEmpty() {
    return title == null
        && description == null
        && category == null
        && rules == null
        && source == null
        && image == null
        && closeAtMs == SAME_TIME
        && markets.isEmpty();
  }
}
