package sibyl.accounts.outbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/** How the outbox is doing, for who looks after it. Thread-safe. */
public final class OutboxHealth {
  private final Database database;

  public OutboxHealth(Database database) {
    this.database = database;
  }

  /**
   * At one moment.
   *
   * @param waiting entries whose event was not seen yet
   * @param oldestWaiting when the oldest of these was decided; null without any
   * @param dead entries that wait for a person
   */
  public record Counts(long waiting, @Nullable Instant oldestWaiting, long dead) {}

  public Counts counts() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT count(*) FILTER (WHERE state = 'WAITING') AS waiting,
                          min(created_at) FILTER (WHERE state = 'WAITING') AS oldest,
                          count(*) FILTER (WHERE state = 'DEAD') AS dead
                        FROM outbox WHERE state IN ('WAITING', 'DEAD')
                        """)
                    .map(
                        (row, context) -> {
                          OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                          return new Counts(
                              row.getLong("waiting"),
                              oldest == null ? null : oldest.toInstant(),
                              row.getLong("dead"));
                        })
                    .one());
  }
}
