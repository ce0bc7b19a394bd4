package sibyl.accounts.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/** Finds people. Thread-safe. */
public final class UserDirectory {
  private static final String SELECT =
      """
      SELECT u.account_id, u.username, u.email, u.email_verified_at, u.phone, u.created_at,
        coalesce((SELECT a.suspended FROM accounts a WHERE a.account_id = u.account_id), false)
          AS suspended,
        (SELECT count(*) FROM sessions s
         WHERE s.account_id = u.account_id AND s.expires_at > :now) AS sessions,
        (SELECT count(*) FROM api_keys k
         WHERE k.account_id = u.account_id AND k.revoked_at IS NULL) AS keys
      FROM users u
      """;

  private final Database database;
  private final InstantSource clock;

  public UserDirectory(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * The newest first.
   *
   * @param words the beginning of a name, or a whole number, e-mail address or phone number; null
   *     for everybody
   * @param before only those with smaller numbers
   */
  public List<UserEntry> search(@Nullable String words, long before, int limit) {
    String sought = words == null ? null : words.strip().toLowerCase(Locale.ROOT);
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + """
                            WHERE u.account_id < :below
                              AND (CAST(:words AS text) IS NULL
                                   OR starts_with(u.username_key, :words)
                                   OR lower(u.email) = :words
                                   OR u.phone = :words
                                   OR u.account_id::text = :words)
                            ORDER BY u.account_id DESC LIMIT :limit
                            """)
                    .bind("now", now())
                    .bind("below", before)
                    .bind("words", sought)
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  public Optional<UserEntry> find(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(SELECT + "WHERE u.account_id = :account")
                    .bind("now", now())
                    .bind("account", account)
                    .map((row, context) -> read(row))
                    .findOne());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static UserEntry read(ResultSet row) throws SQLException {
    return new UserEntry(
        row.getLong("account_id"),
        row.getString("username"),
        row.getString("email"),
        row.getObject("email_verified_at") != null,
        row.getString("phone"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("suspended"),
        row.getInt("sessions"),
        row.getInt("keys"));
  }
}
