package sibyl.accounts.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.factor.SecondFactors;
import sibyl.accounts.mail.MailKind;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.staff.SecondPersons;
import sibyl.store.Database;

/**
 * Frees people who lost both the app of their second factor and its recovery codes. One member of
 * staff asks, another decides; then the factor is off and all sessions have ended. The person is
 * told of both at the verified address. A request is for the factor that was on when it was made
 * and good for a week. Thread-safe.
 */
public final class FactorReleases {
  /** Requests that one member may make in any 24 hours. */
  public static final int PER_MEMBER_AND_DAY = 20;

  /** How long a request can be approved. */
  public static final Duration GOOD_FOR = Duration.ofDays(7);

  private static final Duration DAY = Duration.ofDays(1);

  private final Database database;
  private final SecondPersons secondPersons;
  private final Sessions sessions;
  private final MailOutbox mails;
  private final InstantSource clock;

  public FactorReleases(
      Database database,
      SecondPersons secondPersons,
      Sessions sessions,
      MailOutbox mails,
      InstantSource clock) {
    this.database = database;
    this.secondPersons = secondPersons;
    this.sessions = sessions;
    this.mails = mails;
    this.clock = clock;
  }

  /**
   * @param by the number of the member who asks
   * @throws AccountsException UNKNOWN_PERSON; NO_SECOND_FACTOR if none is on; ALREADY_PENDING;
   *     LIMIT_EXCEEDED by what the member asked for within 24 hours
   */
  public FactorRelease request(long account, String reason, long by) {
    FactorRelease requested =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  requirePerson(handle, account);
                  UUID factor =
                      SecondFactors.idOf(handle, new SessionOwner.Person(account))
                          .orElseThrow(FactorReleases::none);
                  requireNonePending(handle, account);
                  requireFew(handle, by);
                  long id = insert(handle, account, factor, reason, by);
                  mails.add(handle, MailKind.FACTOR_RELEASE_REQUESTED, account);
                  return require(handle, id);
                });
    mails.wake();
    return requested;
  }

  /**
   * Removes the factor and ends all sessions.
   *
   * @param by the number of the member who decides
   * @throws AccountsException UNKNOWN_FACTOR_RELEASE, ALREADY_DECIDED; SECOND_PERSON_NEEDED unless
   *     {@link SecondPersons} let this member decide; NO_SECOND_FACTOR if the factor is not on any
   *     more; ILLEGAL_STEP if its app was used meanwhile; LIMIT_EXCEEDED if the request is too old
   */
  public FactorRelease approve(long id, @Nullable String remark, long by) {
    FactorRelease approved =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  FactorRelease release = locked(handle, id);
                  secondPersons.requireApart(handle, release.requestedBy(), by);
                  secondPersons.requireUninvolved(handle, release.account(), by);
                  requireUndecided(release);
                  if (!clock.instant().isBefore(release.requestedAt().plus(GOOD_FOR))) {
                    throw new AccountsException(
                        Code.LIMIT_EXCEEDED,
                        "this request is older than a week: reject it and make another");
                  }
                  UUID factor = factor(handle, id);
                  if (SecondFactors.usedSince(handle, factor, release.requestedAt())) {
                    throw new AccountsException(
                        Code.ILLEGAL_STEP,
                        "the second factor was used after this was asked for, so it is not lost:"
                            + " reject the request");
                  }
                  if (!SecondFactors.remove(handle, factor)) {
                    throw none();
                  }
                  SessionOwner owner = new SessionOwner.Person(release.account());
                  Sessions.endOthers(handle, owner, "");
                  decide(handle, id, FactorRelease.State.APPROVED, remark, by);
                  mails.add(handle, MailKind.FACTOR_RELEASED, release.account());
                  return require(handle, id);
                });
    sessions.changed(new SessionOwner.Person(approved.account()));
    mails.wake();
    return approved;
  }

  /**
   * Leaves the factor on. Who asked may do so too.
   *
   * @param by the number of the member who decides
   * @throws AccountsException UNKNOWN_FACTOR_RELEASE, ALREADY_DECIDED
   */
  public FactorRelease reject(long id, String remark, long by) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              requireUndecided(locked(handle, id));
              decide(handle, id, FactorRelease.State.REJECTED, remark, by);
              return require(handle, id);
            });
  }

  public Optional<FactorRelease> find(long id) {
    return database.jdbi().withHandle(handle -> find(handle, id));
  }

  /**
   * The newest first.
   *
   * @param state null for any
   * @param before only those with smaller numbers
   */
  public List<FactorRelease> list(FactorRelease.@Nullable State state, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM factor_releases
                        WHERE release_id < :below
                          AND (CAST(:state AS text) IS NULL OR state = :state)
                        ORDER BY release_id DESC LIMIT :limit
                        """)
                    .bind("below", before)
                    .bind("state", state == null ? null : state.name())
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  private long insert(Handle handle, long account, UUID factor, String reason, long by) {
    return handle
        .createQuery(
            """
            INSERT INTO factor_releases
              (account_id, factor_id, reason, state, requested_by, requested_at)
            VALUES (:account, :factor, :reason, 'REQUESTED', :by, :now)
            RETURNING release_id
            """)
        .bind("account", account)
        .bind("factor", factor)
        .bind("reason", reason)
        .bind("by", by)
        .bind("now", now())
        .mapTo(Long.class)
        .one();
  }

  private void decide(
      Handle handle, long id, FactorRelease.State to, @Nullable String remark, long by) {
    handle
        .createUpdate(
            """
            UPDATE factor_releases
            SET state = :state, remark = :remark, decided_by = :by, decided_at = :now
            WHERE release_id = :id
            """)
        .bind("state", to.name())
        .bind("remark", remark)
        .bind("by", by)
        .bind("now", now())
        .bind("id", id)
        .execute();
  }

  /** The person's row is the lock under which its requests are counted. */
  private static void requirePerson(Handle handle, long account) {
    boolean there =
        handle
            .createQuery("SELECT 1 FROM users WHERE account_id = :account FOR NO KEY UPDATE")
            .bind("account", account)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!there) {
      throw new AccountsException(Code.UNKNOWN_PERSON, "there is no such person");
    }
  }

  private static void requireNonePending(Handle handle, long account) {
    boolean pending =
        handle
            .createQuery(
                "SELECT EXISTS (SELECT 1 FROM factor_releases"
                    + " WHERE account_id = :account AND state = 'REQUESTED')")
            .bind("account", account)
            .mapTo(Boolean.class)
            .one();
    if (pending) {
      throw new AccountsException(
          Code.ALREADY_PENDING,
          "this was asked for already and waits for another member to decide");
    }
  }

  private void requireFew(Handle handle, long by) {
    int asked =
        handle
            .createQuery(
                "SELECT count(*) FROM factor_releases"
                    + " WHERE requested_by = :by AND requested_at > :since")
            .bind("by", by)
            .bind("since", now().minus(DAY))
            .mapTo(Integer.class)
            .one();
    if (asked >= PER_MEMBER_AND_DAY) {
      throw new AccountsException(
          Code.LIMIT_EXCEEDED,
          "one member may ask for "
              + PER_MEMBER_AND_DAY
              + " second factors to be removed within 24 hours: wait, or let another member ask");
    }
  }

  private static void requireUndecided(FactorRelease release) {
    if (release.state() != FactorRelease.State.REQUESTED) {
      throw new AccountsException(Code.ALREADY_DECIDED, "this request was decided about before");
    }
  }

  private static AccountsException none() {
    return new AccountsException(Code.NO_SECOND_FACTOR, "this person has no second factor");
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  /** The second of two waits here and then finds it decided. */
  private static FactorRelease locked(Handle handle, long id) {
    handle.execute("SELECT 1 FROM factor_releases WHERE release_id = ? FOR UPDATE", id);
    return require(handle, id);
  }

  private static UUID factor(Handle handle, long id) {
    return handle
        .createQuery("SELECT factor_id FROM factor_releases WHERE release_id = :id")
        .bind("id", id)
        .mapTo(UUID.class)
        .one();
  }

  private static FactorRelease require(Handle handle, long id) {
    return find(handle, id)
        .orElseThrow(
            () -> new AccountsException(Code.UNKNOWN_FACTOR_RELEASE, "there is no such request"));
  }

  private static Optional<FactorRelease> find(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM factor_releases WHERE release_id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  private static FactorRelease read(ResultSet row) throws SQLException {
    OffsetDateTime decidedAt = row.getObject("decided_at", OffsetDateTime.class);
    return new FactorRelease(
        row.getLong("release_id"),
        row.getLong("account_id"),
        row.getString("reason"),
        FactorRelease.State.valueOf(row.getString("state")),
        row.getLong("requested_by"),
        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
        row.getObject("decided_by", Long.class),
        decidedAt == null ? null : decidedAt.toInstant(),
        row.getString("remark"));
  }
}
