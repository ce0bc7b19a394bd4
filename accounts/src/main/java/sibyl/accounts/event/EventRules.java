package sibyl.accounts.event;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import sibyl.store.Database;

/**
 * Later versions of events' rules. The first is at the exchange, as the event was created; these
 * make it clearer, with a reason, and leave all earlier ones to be read. Thread-safe.
 */
public final class EventRules {
  private static final int VERSIONS_MAX = 1_000;

  private final Database database;
  private final InstantSource clock;

  public EventRules(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Adds a version; the first one here is 2. */
  public Statement add(long event, String rules, String reason, long by) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        INSERT INTO event_rules (event_id, version, rules, reason, written_by,
                          written_at)
                        SELECT :event, coalesce(max(version), 1) + 1, :rules, :reason, :by, :now
                        FROM event_rules WHERE event_id = :event
                        RETURNING version AS number, rules AS words, reason, written_by, written_at
                        """)
                    .bind("event", event)
                    .bind("rules", rules)
                    .bind("reason", reason)
                    .bind("by", by)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .map((row, context) -> Statements.read(row))
                    .one());
  }

  /** The latest first; at most a thousand. */
  public List<Statement> of(long event) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT version AS number, rules AS words, reason, written_by, written_at
                        FROM event_rules WHERE event_id = :event
                        ORDER BY version DESC LIMIT :most
                        """)
                    .bind("event", event)
                    .bind("most", VERSIONS_MAX)
                    .map((row, context) -> Statements.read(row))
                    .list());
  }
}
