package sibyl.accounts.outbox;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.store.Database;

/**
 * Money that could not be moved, until a person decides: to try again, or to give it up and say
 * why. If the exchange moves it after all, it is a dead letter no longer.
 */
public final class DeadLetters {
  private static final int REASON_LENGTH_MAX = 500;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  public DeadLetters(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * The oldest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<OutboxEntry> list(@Nullable UUID after, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM outbox
                        WHERE state = 'DEAD'
                          AND (CAST(:after AS uuid) IS NULL
                               OR (created_at, transfer_id)
                                  > (SELECT created_at, transfer_id FROM outbox
                                     WHERE transfer_id = CAST(:after AS uuid)))
                        ORDER BY created_at, transfer_id LIMIT :limit
                        """)
                    .bind("after", after)
                    .bind("limit", limit)
                    .map((row, context) -> OutboxEntry.read(row))
                    .list());
  }

  /**
   * Has it submitted again, as if it were new.
   *
   * @throws AccountsException UNKNOWN_DEAD_LETTER if it is none
   */
  public OutboxEntry retry(UUID id) {
    OutboxEntry entry =
        change(
            id,
            """
            UPDATE outbox SET state = 'WAITING', state_reason = NULL, refused_reason = NULL,
              attempts = 0, next_attempt_at = :now, updated_at = :now
            WHERE transfer_id = :id AND state = 'DEAD'
            RETURNING *
            """,
            null);
    outbox.wake();
    return entry;
  }

  /**
   * Gives it up: the money stays where it is.
   *
   * @throws AccountsException UNKNOWN_DEAD_LETTER if it is none; INVALID_REASON without a reason
   */
  public OutboxEntry discard(UUID id, String reason) {
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX) {
      throw new AccountsException(
          AccountsException.Code.INVALID_REASON,
          "say why, in 1 to " + REASON_LENGTH_MAX + " characters");
    }
    return change(
        id,
        """
        UPDATE outbox SET state = 'DISCARDED', state_reason = :reason, updated_at = :now
        WHERE transfer_id = :id AND state = 'DEAD'
        RETURNING *
        """,
        reason.strip());
  }

  private OutboxEntry change(UUID id, String sql, @Nullable String reason) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return database
        .jdbi()
        .withHandle(
            handle -> {
              var query = handle.createQuery(sql).bind("id", id).bind("now", now);
              if (reason != null) {
                query.bind("reason", reason);
              }
              return query.map((row, context) -> OutboxEntry.read(row)).findOne();
            })
        .orElseThrow(
            () ->
                new AccountsException(
                    AccountsException.Code.UNKNOWN_DEAD_LETTER,
                    "there is no such dead letter; it may have been decided already"));
  }
}
