package sibyl.accounts.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
  private static final int EXPIRED_REMOVED_AT_A_TIME = 100;

  private final Database database;
  private final Duration lifetime;
  private final InstantSource clock;
  private final Cache<ByteBuffer, Optional<Known>> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(REMEMBERED_FOR).build();

  /**
   * @param lifetime of a session from its beginning
   */
  public Sessions(Database database, Duration lifetime, InstantSource clock) {
    this.database = database;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  public OpenedSession open(SessionOwner owner) {
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
                      INSERT INTO sessions
                        (token_hash, account_id, staff_name, created_at, expires_at)
                      VALUES (:hash, :account, :staff, :now, :expires)
                      """)
                  .bind("hash", Secret.hash(token))
                  .bind("account", account)
                  .bind("staff", staff)
                  .bind("now", utc(now))
                  .bind("expires", utc(expiresAt))
                  .execute();
            });
    return new OpenedSession(token, owner, expiresAt);
  }

  /** Whose session this is; empty for one that never was, has ended or has expired. */
  public Optional<SessionOwner> owner(String token) {
    byte[] hash = Secret.hash(token);
    ByteBuffer key = ByteBuffer.wrap(hash);
    Optional<Known> known = remembered.getIfPresent(key);
    if (known == null) {
      known = find(hash);
      remembered.put(key, known);
    }
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
            handle ->
                handle
                    .createQuery(
                        "SELECT account_id, staff_name, expires_at FROM sessions"
                            + " WHERE token_hash = :hash")
                    .bind("hash", hash)
                    .map(
                        (row, context) -> {
                          String staff = row.getString("staff_name");
                          SessionOwner owner =
                              staff == null
                                  ? new SessionOwner.Person(row.getLong("account_id"))
                                  : new SessionOwner.Staff(staff);
                          return new Known(
                              owner, row.getObject("expires_at", OffsetDateTime.class).toInstant());
                        })
                    .findOne());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Known(SessionOwner owner, Instant expiresAt) {}
}
