package sibyl.accounts.staff;

import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.Decimals;
import sibyl.store.Database;

/**
 * How much of the house's money each member of staff puts where traders can win it, alone and
 * within 24 hours. What two persons agree on does not count. Thread-safe.
 */
public final class HouseBudget {
  private static final Duration DAY = Duration.ofHours(24);

  private final Database database;
  private final SecondPersons secondPersons;
  private final long alone;
  private final InstantSource clock;

  /**
   * @param alone the most that one member gives within 24 hours, millionths
   */
  public HouseBudget(
      Database database, SecondPersons secondPersons, long alone, InstantSource clock) {
    this.database = database;
    this.secondPersons = secondPersons;
    this.alone = alone;
    this.clock = clock;
  }

  /**
   * Counts a grant before it is made. One counted before under the same reference is not counted
   * again.
   *
   * @param amount millionths; nothing is counted unless it is more than 0
   * @throws AccountsException LIMIT_EXCEEDED by what the member gave within 24 hours
   */
  public void grant(long member, String reference, long amount) {
    if (amount <= 0) {
      return;
    }
    database
        .jdbi()
        .useTransaction(
            handle -> {
              // One at a time, so that what is given at once adds up.
              handle.execute("LOCK TABLE house_grants IN SHARE ROW EXCLUSIVE MODE");
              long others =
                  handle
                      .createQuery(
                          """
                          SELECT coalesce(sum(amount), 0)::bigint FROM house_grants
                          WHERE member_number = :member AND granted_at > :since
                            AND reference <> :reference
                          """)
                      .bind("member", member)
                      .bind("since", now().minus(DAY))
                      .bind("reference", reference)
                      .mapTo(Long.class)
                      .one();
              if (amount > alone - others) {
                throw new AccountsException(
                    Code.LIMIT_EXCEEDED,
                    "one member of staff gives at most "
                        + Decimals.money(alone)
                        + " of the house's money within 24 hours, this would give "
                        + Decimals.money(amount)
                        + " and "
                        + Decimals.money(Math.max(0, alone - others))
                        + " is left: give less, let another member give the rest, or publish a"
                        + " draft that another member wrote");
              }
              handle.execute(
                  """
                  INSERT INTO house_grants VALUES (?, ?, ?, ?)
                  ON CONFLICT (member_number, reference) DO UPDATE SET amount = excluded.amount
                  """,
                  member,
                  reference,
                  amount,
                  now());
            });
  }

  /** Takes back a grant that was counted and not made. */
  public void release(long member, String reference) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "DELETE FROM house_grants WHERE member_number = ? AND reference = ?",
                    member,
                    reference));
  }

  /** Whether what one member decides was written by others who count as other persons. */
  public boolean isAgreed(Collection<Long> writers, long decides) {
    try {
      database
          .jdbi()
          .useHandle(
              handle ->
                  writers.forEach(writer -> secondPersons.requireApart(handle, writer, decides)));
      return true;
    } catch (AccountsException oneAlone) {
      return false;
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
