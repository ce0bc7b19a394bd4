package sibyl.accounts.wallet;

import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/**
 * The table of deposits or that of withdrawals: what is the same about both. A row goes from state
 * to state by updates that find the state they expect, each with a row of its history. And while
 * the provider has the next word, a row is come back to, less and less often; of several relays on
 * one database each takes other rows.
 *
 * @param name of the table
 * @param key the column of the id
 * @param due the states, in SQL, in which rows are come back to
 * @param held the rows, in SQL, that are left alone for now
 * @param rest how long a row that went a step is left alone
 */
record PaymentTable<T, S extends Enum<S> & PaymentState<S>>(
    Database database,
    String name,
    String key,
    String due,
    String held,
    Duration rest,
    RowMapper<T> mapper,
    InstantSource clock) {
  private static final int AT_A_TIME = 500;
  private static final Duration PAUSE_MIN = Duration.ofSeconds(2);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  Optional<T> find(Handle handle, UUID id) {
    return find(handle, id, "");
  }

  /** A row that nobody else changes before this transaction has ended. */
  Optional<T> lock(Handle handle, UUID id) {
    return find(handle, id, " FOR UPDATE");
  }

  private Optional<T> find(Handle handle, UUID id, String lock) {
    return handle
        .createQuery("SELECT * FROM " + name + " WHERE " + key + " = :id" + lock)
        .bind("id", id)
        .map(mapper)
        .findOne();
  }

  /** Takes the rows whose time has come; the next time of each is written down before. */
  List<T> takeDue(String provider) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE %1$s
                        SET attempts = attempts + 1,
                            next_attempt_at = CAST(:now AS timestamptz)
                              + least(:max, :min * power(2, least(attempts, 20)))
                                * interval '1 second'
                        WHERE %2$s IN (
                          SELECT %2$s FROM %1$s
                          WHERE state IN (%3$s) AND next_attempt_at <= :now
                            AND provider = :provider AND NOT (%4$s)
                          ORDER BY next_attempt_at LIMIT :some FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """
                            .formatted(name, key, due, held))
                    .bind("now", now())
                    .bind("min", PAUSE_MIN.toSeconds())
                    .bind("max", PAUSE_MAX.toSeconds())
                    .bind("provider", provider)
                    .bind("some", AT_A_TIME)
                    .map(mapper)
                    .list());
  }

  /** Comes back to a row no more, unless it goes a step. */
  void leave(UUID id) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE "
                            + name
                            + " SET next_attempt_at = 'infinity' WHERE "
                            + key
                            + " = :id")
                    .bind("id", id)
                    .execute());
  }

  /**
   * Goes a step, unless somebody else has gone one.
   *
   * @return whether it went
   */
  boolean step(Handle handle, UUID id, S from, S to, @Nullable String remark) {
    if (!from.mayBecome(to)) {
      throw new IllegalStateException(name + " that are " + from + " cannot become " + to);
    }
    OffsetDateTime now = now();
    int changed =
        handle
            .createUpdate(
                "UPDATE "
                    + name
                    + " SET state = :to, remark = :remark, updated_at = :now,"
                    + " next_attempt_at = :next WHERE "
                    + key
                    + " = :id AND state = :from")
            .bind("to", to.name())
            .bind("remark", remark)
            .bind("now", now)
            .bind("next", now.plus(rest))
            .bind("id", id)
            .bind("from", from.name())
            .execute();
    if (changed == 1) {
      Requests.step(handle, id, to, remark, now);
    }
    return changed == 1;
  }

  /** As {@link #step(Handle, UUID, Enum, Enum, String)}, in a transaction of its own. */
  boolean step(UUID id, S from, S to, @Nullable String remark) {
    return database.jdbi().inTransaction(handle -> step(handle, id, from, to, remark));
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
