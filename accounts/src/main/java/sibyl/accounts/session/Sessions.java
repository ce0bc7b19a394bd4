package sibyl.accounts.session;

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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.accounts.right.Rights;
import sibyl.store.Database;

/**
 * Sessions of people and staff. The database has their hashes and is asked every time; whoever
 * remembers an answer listens to {@link Rights}, where every end is published. Thread-safe.
 */
public final class Sessions {
  private static final int EXPIRED_REMOVED_AT_A_TIME = 100;
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
  private static final String OF_OWNER =
      " (account_id = cast(:account AS bigint) OR staff_name = cast(:staff AS text)) ";

  private final Database database;
  private final SessionLimits people;
  private final SessionLimits staff;
  private final Rights rights;
  private final InstantSource clock;

  public Sessions(
      Database database,
      SessionLimits people,
      SessionLimits staff,
      Rights rights,
      InstantSource clock) {
    this.database = database;
    this.people = people;
    this.staff = staff;
    this.rights = rights;
    this.clock = clock;
  }

  /** Begins one. Of an owner who has as many as allowed already, the oldest end. */
  public OpenedSession open(SessionOwner owner, Device device) {
    String token = Secret.random();
    Instant now = clock.instant();
    Instant expiresAt = now.plus(limits(owner).lifetime());
    int ended =
        database
            .jdbi()
            .inTransaction(
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
                  bind(
                          handle.createUpdate(
                              """
                              INSERT INTO sessions (token_hash, account_id, staff_name, created_at,
                                last_used_at, expires_at, address, user_agent)
                              VALUES (:hash, :account, :staff, :now, :now, :expires, :address,
                                :agent)
                              """),
                          owner)
                      .bind("hash", Secret.hash(token))
                      .bind("now", utc(now))
                      .bind("expires", utc(expiresAt))
                      .bind("address", device.address())
                      .bind("agent", device.userAgent())
                      .execute();
                  return bind(
                          handle.createUpdate(
                              "DELETE FROM sessions WHERE session_id IN (SELECT session_id FROM"
                                  + " sessions WHERE"
                                  + OF_OWNER
                                  + "ORDER BY created_at DESC, token_hash = :hash DESC OFFSET"
                                  + " :most)"),
                          owner)
                      .bind("hash", Secret.hash(token))
                      .bind("most", limits(owner).most())
                      .execute();
                });
    if (ended > 0) {
      changed(owner);
    }
    return new OpenedSession(token, owner, expiresAt);
  }

  /** Whose session this is; empty for one that never was, has ended, expired or idled too long. */
  public Optional<SessionOwner> owner(String token) {
    byte[] hash = Secret.hash(token);
    Instant now = clock.instant();
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT account_id, staff_name, last_used_at, expires_at FROM sessions"
                            + " WHERE token_hash = :hash")
                    .bind("hash", hash)
                    .map((row, context) -> known(row))
                    .findOne())
        .filter(session -> now.isBefore(session.expiresAt()))
        .filter(session -> now.isBefore(session.lastUsedAt().plus(limits(session.owner()).idle())))
        .map(Known::owner);
  }

  /** When a session was begun; empty for one that never was or has ended. */
  public Optional<Instant> begun(String token) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT created_at FROM sessions WHERE token_hash = :hash")
                    .bind("hash", Secret.hash(token))
                    .map((row, context) -> time(row, "created_at"))
                    .findOne());
  }

  /**
   * Notes that a request was sent in a session, to the minute; one that idled too long stays so.
   */
  public void used(String token) {
    if (owner(token).isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE sessions SET last_used_at = :now"
                            + " WHERE token_hash = :hash AND last_used_at < :before")
                    .bind("now", utc(now))
                    .bind("hash", Secret.hash(token))
                    .bind("before", utc(now.minus(USE_NOTED_EVERY)))
                    .execute());
  }

  /** Ends a session; of one that is none, nothing happens. */
  public void end(String token) {
    Optional<SessionOwner> ended =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "DELETE FROM sessions WHERE token_hash = :hash"
                                + " RETURNING account_id, staff_name")
                        .bind("hash", Secret.hash(token))
                        .map((row, context) -> owner(row))
                        .findOne());
    ended.ifPresent(this::changed);
  }

  /**
   * An owner's sessions, the last begun first; all of them, since they are bounded.
   *
   * @param token of the session that asks
   */
  public List<SessionView> list(SessionOwner owner, String token) {
    Instant now = clock.instant();
    return database
        .jdbi()
        .withHandle(
            handle ->
                bind(
                        handle.createQuery(
                            "SELECT session_id, token_hash = :hash AS asks, address, user_agent,"
                                + " created_at, last_used_at, expires_at FROM sessions WHERE"
                                + OF_OWNER
                                + "AND expires_at > :now AND last_used_at > :idle"
                                + " ORDER BY created_at DESC, session_id"),
                        owner)
                    .bind("hash", Secret.hash(token))
                    .bind("now", utc(now))
                    .bind("idle", utc(now.minus(limits(owner).idle())))
                    .map((row, context) -> view(row))
                    .list());
  }

  /**
   * Ends one of an owner's sessions.
   *
   * @throws AccountsException UNKNOWN_SESSION if the owner has none of this id
   */
  public void end(SessionOwner owner, UUID id) {
    int ended =
        database
            .jdbi()
            .withHandle(
                handle ->
                    bind(
                            handle.createUpdate(
                                "DELETE FROM sessions WHERE session_id = :id AND" + OF_OWNER),
                            owner)
                        .bind("id", id)
                        .execute());
    if (ended == 0) {
      throw new AccountsException(
          AccountsException.Code.UNKNOWN_SESSION, "there is no such session");
    }
    changed(owner);
  }

  /** Ends every session of an owner. */
  public void endAll(SessionOwner owner) {
    endOthers(owner, "");
  }

  /**
   * Ends every session of an owner except one.
   *
   * @param token of the session that stays
   */
  public void endOthers(SessionOwner owner, String token) {
    database.jdbi().useHandle(handle -> endOthers(handle, owner, token));
    changed(owner);
  }

  /** The same in the caller's transaction, who publishes the change after the commit. */
  public static void endOthers(Handle handle, SessionOwner owner, String token) {
    bind(
            handle.createUpdate("DELETE FROM sessions WHERE token_hash <> :hash AND" + OF_OWNER),
            owner)
        .bind("hash", Secret.hash(token))
        .execute();
  }

  private SessionLimits limits(SessionOwner owner) {
    return switch (owner) {
      case SessionOwner.Person _ -> people;
      case SessionOwner.Staff _ -> staff;
    };
  }

  /** Publishes that sessions of an owner have ended in a transaction that is committed now. */
  public void changed(SessionOwner owner) {
    switch (owner) {
      case SessionOwner.Person(long account) -> rights.changedOfPerson(account);
      case SessionOwner.Staff(String name) -> rights.changedOfStaff(name);
    }
  }

  private static <S extends SqlStatement<S>> S bind(S statement, SessionOwner owner) {
    @Nullable Long account = owner instanceof SessionOwner.Person person ? person.account() : null;
    @Nullable String name = owner instanceof SessionOwner.Staff member ? member.name() : null;
    return statement.bind("account", account).bind("staff", name);
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(owner(row), time(row, "last_used_at"), time(row, "expires_at"));
  }

  private static SessionOwner owner(ResultSet row) throws SQLException {
    String staff = row.getString("staff_name");
    return staff == null
        ? new SessionOwner.Person(row.getLong("account_id"))
        : new SessionOwner.Staff(staff);
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

  private record Known(SessionOwner owner, Instant lastUsedAt, Instant expiresAt) {}
}
