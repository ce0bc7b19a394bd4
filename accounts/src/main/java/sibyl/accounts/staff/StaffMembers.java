package sibyl.accounts.staff;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.right.Rights;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.PasswordRules;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.Username;
import sibyl.store.Database;

/**
 * Who is staff: the members in the database and, before them, the one whom the configuration names,
 * an administrator who cannot be changed here. Nobody changes the roles of or disables oneself, so
 * there is always an administrator left. Thread-safe; every method asks the database.
 */
public final class StaffMembers {
  /** The number of the member whom the configuration names. */
  public static final long CONFIGURED = 1;

  private static final int MEMBERS_MAX = 10_000;

  private final Database database;
  private final AdminCredentials configured;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Rights rights;
  private final InstantSource clock;

  public StaffMembers(
      Database database,
      AdminCredentials configured,
      Passwords passwords,
      Sessions sessions,
      Rights rights,
      InstantSource clock) {
    this.database = database;
    this.configured = configured;
    this.passwords = passwords;
    this.sessions = sessions;
    this.rights = rights;
    this.clock = clock;
  }

  /** Everybody, those who are disabled too, at most ten thousand. */
  public List<StaffMember> all() {
    List<StaffMember> members =
        new ArrayList<>(
            database
                .jdbi()
                .withHandle(
                    handle ->
                        handle
                            .createQuery(
                                "SELECT * FROM staff_members ORDER BY member_number LIMIT :most")
                            .bind("most", MEMBERS_MAX)
                            .map((row, context) -> read(row))
                            .list()));
    configured().ifPresent(members::addFirst);
    return members;
  }

  /** The member with a number, if there is one. */
  public Optional<StaffMember> byNumber(long number) {
    return number == CONFIGURED
        ? configured()
        : database.jdbi().withHandle(handle -> find(handle, number));
  }

  /** The member of this name who may sign in now. */
  public Optional<StaffMember> enabled(String username) {
    Optional<StaffMember> first = configured().filter(it -> it.username().equals(username));
    return first.isPresent()
        ? first
        : credentials(username).map(Known::member).filter(StaffMember::enabled);
  }

  /**
   * @throws AccountsException INVALID_USERNAME, INVALID_PASSWORD, INVALID_ROLES, USERNAME_TAKEN,
   *     BUSY
   */
  public StaffMember create(String username, String password, Set<Role> roles, long by) {
    Username.check(username);
    checkRoles(roles);
    String hash = hashOfNew(password, username);
    if (configured()
        .filter(it -> Username.key(it.username()).equals(Username.key(username)))
        .isPresent()) {
      throw taken();
    }
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        INSERT INTO staff_members
                          (username, username_key, password_hash, roles, created_at, created_by)
                        VALUES (:username, :key, :hash, :roles, :now, :by)
                        ON CONFLICT (username_key) DO NOTHING
                        RETURNING *
                        """)
                    .bind("username", username)
                    .bind("key", Username.key(username))
                    .bind("hash", hash)
                    .bindArray("roles", String.class, names(roles))
                    .bind("now", now())
                    .bind("by", by)
                    .map((row, context) -> read(row))
                    .findOne())
        .orElseThrow(StaffMembers::taken);
  }

  /**
   * Changes what is given. The sessions of who is disabled, or has a new password, end.
   *
   * @throws AccountsException UNKNOWN_STAFF_MEMBER, CONFIGURED_STAFF_MEMBER, OWN_MEMBERSHIP,
   *     INVALID_ROLES, INVALID_PASSWORD, BUSY
   */
  public StaffMember change(long number, StaffChange change, long by) {
    requireInDatabase(number);
    if (number == by) {
      throw new AccountsException(
          Code.OWN_MEMBERSHIP, "somebody else has to change who you are here");
    }
    Set<Role> roles = change.roles();
    if (roles != null) {
      checkRoles(roles);
    }
    String password = change.password();
    String hash = password == null ? null : hashOfNew(password, nameOf(number));
    StaffMember changed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            UPDATE staff_members
                            SET roles = CASE WHEN cardinality(:roles) = 0 THEN roles ELSE :roles END,
                                enabled = coalesce(:enabled, enabled),
                                password_hash = coalesce(:hash, password_hash),
                                changed_at = :now, changed_by = :by
                            WHERE member_number = :number
                            RETURNING *
                            """)
                        .bindArray("roles", String.class, roles == null ? List.of() : names(roles))
                        .bind("enabled", change.enabled())
                        .bind("hash", hash)
                        .bind("now", now())
                        .bind("by", by)
                        .bind("number", number)
                        .map((row, context) -> read(row))
                        .findOne())
            .orElseThrow(StaffMembers::unknown);
    if (!changed.enabled() || hash != null) {
      sessions.endAll(new SessionOwner.Staff(changed.username()));
    }
    rights.changedOfStaff(changed.username());
    return changed;
  }

  /**
   * Gives oneself another password. All one's sessions end; sign in again.
   *
   * @throws AccountsException CONFIGURED_STAFF_MEMBER, WRONG_CREDENTIALS, INVALID_PASSWORD, BUSY
   */
  public void changePassword(long number, String current, String next) {
    requireInDatabase(number);
    Known known =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("SELECT * FROM staff_members WHERE member_number = :number")
                        .bind("number", number)
                        .map((row, context) -> new Known(read(row), row.getString("password_hash")))
                        .findOne())
            .orElseThrow(StaffMembers::unknown);
    if (!passwords.matches(current, known.hash())) {
      throw new AccountsException(Code.WRONG_CREDENTIALS, "the present password is another one");
    }
    String hash = hashOfNew(next, known.member().username());
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        UPDATE staff_members
                        SET password_hash = :hash, changed_at = :now, changed_by = :number
                        WHERE member_number = :number
                        """)
                    .bind("hash", hash)
                    .bind("now", now())
                    .bind("number", number)
                    .execute());
    sessions.endAll(new SessionOwner.Staff(known.member().username()));
  }

  /** A member in the database with the hash of the password, whether enabled or not. */
  Optional<Known> credentials(String username) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM staff_members WHERE username_key = :key")
                    .bind("key", Username.key(username).replace('\0', ' '))
                    .map((row, context) -> new Known(read(row), row.getString("password_hash")))
                    .findOne());
  }

  boolean isAnybodyInDatabase() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT EXISTS (SELECT 1 FROM staff_members WHERE enabled)")
                    .mapTo(Boolean.class)
                    .one());
  }

  private Optional<StaffMember> configured() {
    String name = configured.name();
    return name == null
        ? Optional.empty()
        : Optional.of(new StaffMember(CONFIGURED, name, EnumSet.of(Role.ADMIN), true, null));
  }

  private static void requireInDatabase(long number) {
    if (number == CONFIGURED) {
      throw new AccountsException(
          Code.CONFIGURED_STAFF_MEMBER,
          "this member of staff comes from the configuration and is changed there");
    }
  }

  private static void checkRoles(Set<Role> roles) {
    if (roles.isEmpty()) {
      throw new AccountsException(
          Code.INVALID_ROLES,
          "a member of staff has at least one role; disable who shall have none");
    }
  }

  private static AccountsException taken() {
    return new AccountsException(Code.USERNAME_TAKEN, "there is a member of staff of this name");
  }

  private static AccountsException unknown() {
    return new AccountsException(Code.UNKNOWN_STAFF_MEMBER, "there is no such member of staff");
  }

  private String nameOf(long number) {
    return byNumber(number).orElseThrow(StaffMembers::unknown).username();
  }

  private String hashOfNew(String password, String username) {
    PasswordRules.STAFF.check(password, username, null);
    return passwords.hash(password);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static List<String> names(Set<Role> roles) {
    return roles.stream().sorted().map(Role::name).toList();
  }

  private static Optional<StaffMember> find(Handle handle, long number) {
    return handle
        .createQuery("SELECT * FROM staff_members WHERE member_number = :number")
        .bind("number", number)
        .map((row, context) -> read(row))
        .findOne();
  }

  private static StaffMember read(ResultSet row) throws SQLException {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Array stored = row.getArray("roles");
    for (String role : (String[]) stored.getArray()) {
      roles.add(Role.valueOf(role));
    }
    return new StaffMember(
        row.getLong("member_number"),
        row.getString("username"),
        roles,
        row.getBoolean("enabled"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** A member and what the password is checked against. */
  record Known(StaffMember member, String hash) {
    @Override
    public String toString() {
      return member.toString();
    }
  }
}
