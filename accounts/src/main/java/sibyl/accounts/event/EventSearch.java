package sibyl.accounts.event;

import java.util.List;
import sibyl.store.Database;

/**
 * Finds events by the words of their titles, markets, categories and descriptions: PostgreSQL's
 * full text search over {@code event_words}. All words must be there, in any order; the last one
 * may be the beginning of a word, as one types. Case, accents and other forms of a letter do not
 * matter. It is behind the exchange as far as the tables are. Thread-safe.
 */
public final class EventSearch {
  /** Most events found; whoever wants fewer asks for more words. */
  public static final int FOUND_MAX = 1_000;

  private final Database database;

  public EventSearch(Database database) {
    this.database = database;
  }

  /**
   * An event that was found.
   *
   * @param rank the higher, the better it fits; the same for the same words as long as the event's
   *     do not change
   */
  public record Found(long event, long rank) {}

  /** The best first, of equals the newest; nothing for a text without a word. */
  public List<Found> find(String text) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT e.event_id,
                               (ts_rank('{0.05, 0.2, 0.5, 1.0}', e.words, asked.query)
                                * 1000000)::bigint AS rank
                        FROM event_words e,
                             (SELECT to_tsquery('simple',
                                       replace(nullif(folded(:text), ''), ' ', ' & ') || ':*')
                                     AS query) asked
                        WHERE e.words @@ asked.query
                        ORDER BY rank DESC, e.event_id DESC LIMIT :most
                        """)
                    .bind("text", text.replace('\0', ' '))
                    .bind("most", FOUND_MAX)
                    .map((row, context) -> new Found(row.getLong("event_id"), row.getLong("rank")))
                    .list());
  }
}
