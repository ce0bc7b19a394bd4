package sibyl.accounts.staff;

import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.store.Database;

/**
 * Four-eyes approval: the one place that decides who may be the second person. Every approval asks
 * here. A member of staff that another has made or changed within a time counts as that member's
 * hand, and as the hand of whose hand that is; two members are two persons when none has a hand in
 * both. Thread-safe.
 */
public final class SecondPersons {
  /** How long a member is the hand of the one who made or changed it, in production. */
  public static final Duration HOUR = Duration.ofHours(1);

  private final Database database;
  private final Duration apart;
  private final InstantSource clock;

  /**
   * @param apart for how long a member is the hand of the one who made or changed it; zero to tell
   *     members apart by their numbers only
   */
  public SecondPersons(Database database, Duration apart, InstantSource clock) {
    if (apart.isNegative()) {
      throw new IllegalArgumentException("apart below zero");
    }
    this.database = database;
    this.apart = apart;
    this.clock = clock;
  }

  /**
   * Refuses one who may not approve what another asked for. In the transaction that decides.
   *
   * @throws AccountsException SECOND_PERSON_NEEDED
   */
  public void requireApart(Handle handle, long asked, long decides) {
    if (asked == decides) {
      throw needed("another member of staff has to decide about what you asked for");
    }
    if (share(handle, asked, decides)) {
      throw needed(
          "you and the member who asked for this count as one person: one of you, or the same"
              + " third, made or changed the other"
              + within()
              + ". Let another member decide, or wait");
    }
  }

  /**
   * Refuses one who may not approve what concerns an account: who made the account, who verified
   * its owner's identity or where its money is sent, and whose hands they are. In the transaction
   * that decides.
   *
   * @throws AccountsException SECOND_PERSON_NEEDED
   */
  public void requireUninvolved(Handle handle, long account, long decides) {
    handle
        .createQuery(
            """
            SELECT coalesce(m.member_number, :configured)
            FROM identity_items i LEFT JOIN staff_members m ON m.username = i.decided_by
            WHERE i.account_id = :account AND i.state IN ('VERIFIED', 'REPLACED')
              AND i.decided_by IS NOT NULL
            UNION
            SELECT created_by FROM teams WHERE account_id = :account AND created_by IS NOT NULL
            """)
        .bind("configured", StaffMembers.CONFIGURED)
        .bind("account", account)
        .mapTo(Long.class)
        .forEach(
            involved -> {
              if (involved == decides || share(handle, involved, decides)) {
                throw needed(
                    "another member of staff has to decide about an account that you, or a member"
                        + " who counts as you, made or verified");
              }
            });
  }

  /**
   * Refuses one who may not confirm a resolution. That proposer and confirmer differ, the engine
   * sees to; a proposal may come between this question and the confirmation, so a member who made
   * or changed another within the time, or was made or changed, confirms nothing.
   *
   * @throws AccountsException SECOND_PERSON_NEEDED
   */
  public void requireSettled(long confirms) {
    if (apart.isZero()) {
      return;
    }
    boolean changed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT EXISTS (SELECT 1 FROM staff_changes
                              WHERE changed_at > :since
                                AND (member_number = :member OR changed_by = :member))
                            """)
                        .bind("since", since())
                        .bind("member", confirms)
                        .mapTo(Boolean.class)
                        .one());
    if (changed) {
      throw needed(
          "you made or changed another member of staff, or were made or changed by one,"
              + within()
              + ". Let another member confirm, or wait");
    }
  }

  private boolean share(Handle handle, long one, long other) {
    if (apart.isZero()) {
      return false;
    }
    return handle
        .createQuery(
            """
            WITH RECURSIVE hands (side, member) AS (
              VALUES (1, CAST(:one AS bigint)), (2, CAST(:other AS bigint))
              UNION
              SELECT h.side, c.changed_by
              FROM hands h JOIN staff_changes c ON c.member_number = h.member
              WHERE c.changed_at > :since)
            SELECT EXISTS (
              SELECT 1 FROM hands a JOIN hands b ON a.member = b.member
              WHERE a.side = 1 AND b.side = 2)
            """)
        .bind("one", one)
        .bind("other", other)
        .bind("since", since())
        .mapTo(Boolean.class)
        .one();
  }

  private OffsetDateTime since() {
    return clock.instant().minus(apart).atOffset(ZoneOffset.UTC);
  }

  private String within() {
    return " within the last " + apart.toMinutes() + " minutes";
  }

  private static AccountsException needed(String why) {
    return new AccountsException(Code.SECOND_PERSON_NEEDED, why);
  }
}
