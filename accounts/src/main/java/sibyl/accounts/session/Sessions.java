package sibyl.accounts.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.store.Database;

/**
 * Sessions of people and staff. The database has their hashes; what it said is believed for half a
 * minute, so that a request does not cost a query. A session ended here ends at once, one ended in
 * another program within that time. Thread-safe.
 */
public final class Sessions {
  private static final int REMEMBERED_MAX = 100_000;
  private static final Duration REMEMBERED_FOR = Duration.ofSeconds(30);
  private static final int LISTED_MAX = 100;
  private static final int EXPIRED_REMOVED_AT_A_TIME = 100;
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Duration lifetime;
  private final InstantSource clock;
  private final Cache<ByteBuffer, Optional<Known>> remembered;

  /**
   * @param lifetime of a session from its beginning
   */
  public Sessions(Database database, Duration lifetime, InstantSource clock) {
    this.database = database;
    this.lifetime = lifetime;
    this.clock = clock;
    this.remembered =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfterWrite(REMEMBERED_FOR)
            .build();
  }

  public OpenedSession open(SessionOwner owner, Device device) {
    String token = Secret.random();
    Instant now = clock.instant();
    Instant expiresAt = now.plus(lifetime);
    @Nullable Long account = owner instanceof SessionOwner.Person person ? person.account() : null;
    @Nullable String staff = owner instanceof SessionOwner.Staff member ? member.name() : null;
    database
        .jdbi()
        .useTransaction(
            handle -> {
              // A few of those that are over make room for each new one: no job of its own.
              handle
                  .createUpdate(
                      """
                      DELETE FROM sessions WHERE session_id IN (
                        SELECT session_id FROM sessions WHERE expires_at <= :now LIMIT :some
                        FOR UPDATE SKIP LOCKED)
                      """)
                  .bind("now", utc(now))
                  .bind("some", EXPIRED_REMOVED_AT_A_TIME)
                  .execute();
              handle
                  .createUpdate(
                      """
                      INSERT INTO sessions (token_hash, account_id, staff_name, created_at,
                        last_used_at, expires_at, address, user_agent)
                      VALUES (:hash, :account, :staff, :now, :now, :expires, :address, :agent)
                      """)
                  .bind("hash", Secret.hash(token))
                  .bind("account", account)
                  .bind("staff", staff)
                  .bind("now", utc(now))
                  .bind("expires", utc(expiresAt))
                  .bind("address", device.address())
                  .bind("agent", device.userAgent())
                  .execute();
            });
    return new OpenedSession(token, owner, expiresAt);
  }

  /** Whose session this is; empty for one that never was, has ended or has expired. */
  public Optional<SessionOwner> owner(String token) {
    byte[] hash = Secret.hash(token);
    // Looking up and remembering are one step, so that an end in between is not overlooked.
    Optional<Known> known = remembered.get(ByteBuffer.wrap(hash), key -> find(hash));
    return known.filter(session -> clock.instant().isBefore(session.expiresAt())).map(Known::owner);
  }

  /** Ends a session; of one that is none, nothing happens. */
  public void end(String token) {
    byte[] hash = Secret.hash(token);
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("DELETE FROM sessions WHERE token_hash = :hash")
                    .bind("hash", hash)
                    .execute());
    remembered.put(ByteBuffer.wrap(hash), Optional.empty());
  }

  /**
   * A person's sessions, the last begun first.
   *
   * @param token of the session that asks
   */
  public List<SessionView> list(long account, String token) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT session_id, token_hash = :hash AS asks, address, user_agent,
                          created_at, last_used_at, expires_at
                        FROM sessions WHERE account_id = :account AND expires_at > :now
                        ORDER BY created_at DESC, session_id LIMIT :most
                        """)
                    .bind("hash", Secret.hash(token))
                    .bind("account", account)
                    .bind("now", utc(clock.instant()))
                    .bind("most", LISTED_MAX)
                    .map((row, context) -> view(row))
                    .list());
  }

  /**
   * Ends one of a person's sessions.
   *
   * @throws AccountsException UNKNOWN_SESSION if the person has none of this id
   */
  public void end(long account, UUID id) {
    byte[] hash =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            DELETE FROM sessions WHERE session_id = :id AND account_id = :account
                            RETURNING token_hash
                            """)
                        .bind("id", id)
                        .bind("account", account)
                        .mapTo(byte[].class)
                        .findOne())
            .orElseThrow(
                () ->
                    new AccountsException(
                        AccountsException.Code.UNKNOWN_SESSION, "there is no such session"));
    remembered.put(ByteBuffer.wrap(hash), Optional.empty());
  }

  /** Ends every session of a person. */
  public void endAll(long account) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("DELETE FROM sessions WHERE account_id = :account")
                    .bind("account", account)
                    .execute());
    remembered
        .asMap()
        .values()
        .removeIf(
            known ->
                known.isPresent() && known.get().owner().equals(new SessionOwner.Person(account)));
  }

  /** Ends every session of a member of staff. */
  public void endAllOfStaff(String name) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("DELETE FROM sessions WHERE staff_name = :name")
                    .bind("name", name)
                    .execute());
    remembered
        .asMap()
        .values()
        .removeIf(
            known -> known.isPresent() && known.get().owner().equals(new SessionOwner.Staff(name)));
  }

  private Optional<Known> find(byte[] hash) {
    return database
        .jdbi()
        .withHandle(
            handle -> {
              noteUse(handle, hash);
              return handle
                  .createQuery(
                      "SELECT account_id, staff_name, expires_at FROM sessions"
                          + " WHERE token_hash = :hash")
                  .bind("hash", hash)
                  .map((row, context) -> known(row))
                  .findOne();
            });
  }

  private void noteUse(Handle handle, byte[] hash) {
    Instant now = clock.instant();
    handle
        .createUpdate(
            "UPDATE sessions SET last_used_at = :now"
                + " WHERE token_hash = :hash AND last_used_at < :before")
        .bind("now", utc(now))
        .bind("hash", hash)
        .bind("before", utc(now.minus(USE_NOTED_EVERY)))
        .execute();
  }

  private static Known known(ResultSet row) throws SQLException {
    String staff = row.getString("staff_name");
    SessionOwner owner =
        staff == null
            ? new SessionOwner.Person(row.getLong("account_id"))
            : new SessionOwner.Staff(staff);
    return new Known(owner, time(row, "expires_at"));
  }

  private static SessionView view(ResultSet row) throws SQLException {
    return new SessionView(
        row.getObject("session_id", UUID.class),
        new Device(row.getString("address"), row.getString("user_agent")),
        time(row, "created_at"),
        time(row, "last_used_at"),
        time(row, "expires_at"),
        row.getBoolean("asks"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Known(SessionOwner owner, Instant expiresAt) {}
}
