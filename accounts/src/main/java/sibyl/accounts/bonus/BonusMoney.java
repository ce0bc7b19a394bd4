package sibyl.accounts.bonus;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.Decimals;
import sibyl.store.Database;

/**
 * How much of an account's cash is locked bonus money. It reads stored figures, one row of an
 * account and its positions in events with bonus money, never trades. Thread-safe.
 */
public final class BonusMoney {
  private final Database database;
  private final BonusRules rules;

  public BonusMoney(Database database, BonusRules rules) {
    this.database = database;
    this.rules = rules;
  }

  /** Whether anything is ever locked. */
  public boolean lock() {
    return rules.lock();
  }

  public BonusStanding of(long account) {
    return database.jdbi().withHandle(handle -> read(handle, account).standing);
  }

  /**
   * The caller holds the lock on the person's row in {@code users}, so that withdrawals at once are
   * weighed one after the other. What is on its way and not in the tables yet counts as gone.
   *
   * @throws AccountsException BONUS_LOCKED if the withdrawal would take locked money
   */
  public void requireUnlocked(Handle handle, long account, long amount) {
    if (!rules.lock()) {
      return;
    }
    Read read = read(handle, account);
    BonusStanding standing = read.standing;
    long withdrawable = standing.withdrawable(read.available);
    if (standing.locked() > 0 && amount > withdrawable) {
      throw new AccountsException(Code.BONUS_LOCKED, sentence(standing, withdrawable));
    }
  }

  /** Whether a withdrawal that the exchange has made took money that was, and is, locked. */
  public boolean tookLocked(Handle handle, UUID withdrawal) {
    return rules.lock()
        && handle
            .createQuery(
                """
                SELECT b.granted, b.traded, b.released
                FROM bonus_withdrawals w JOIN bonus_accounts b USING (account_id)
                WHERE w.transfer_id = :id
                """)
            .bind("id", withdrawal)
            .map(
                (row, context) ->
                    row.getLong("released")
                        > Math.min(
                            Math.addExact(row.getLong("granted"), rules.winningsMax()),
                            row.getLong("traded") / rules.multiple()))
            .findOne()
            .orElse(false);
  }

  private record Read(BonusStanding standing, long available) {}

  private Read read(Handle handle, long account) {
    return handle
        .createQuery(
            """
            SELECT coalesce(b.granted, 0) AS granted, coalesce(b.staked, 0) AS staked,
                   coalesce(b.held - b.staked, 0) + bonus_carried_late(a.id) AS in_cash,
                   coalesce(b.traded, 0) AS traded, coalesce(b.released, 0) AS released,
                   EXISTS (SELECT 1 FROM identity_items i
                           WHERE i.account_id = a.id AND i.kind = 'IDENTITY'
                             AND i.state = 'VERIFIED') AS verified,
                   coalesce(c.free, 0)
                     - coalesce((SELECT sum(o.amount) FROM outbox o
                                 WHERE o.account_id = a.id AND o.kind = 'WITHDRAWAL'
                                   AND o.completed_seq IS NULL
                                   AND o.state NOT IN ('REFUSED', 'DISCARDED')), 0)::bigint
                     AS available
            FROM (SELECT CAST(:account AS bigint) AS id) a
            LEFT JOIN bonus_accounts b ON b.account_id = a.id
            LEFT JOIN balances c ON c.account_id = a.id AND c.asset = 0
            """)
        .bind("account", account)
        .map(
            (row, context) ->
                new Read(
                    BonusStanding.of(
                        rules,
                        row.getLong("granted"),
                        row.getLong("in_cash"),
                        row.getLong("staked"),
                        row.getLong("traded"),
                        row.getLong("released"),
                        row.getBoolean("verified")),
                    row.getLong("available")))
        .one();
  }

  private static String sentence(BonusStanding standing, long withdrawable) {
    StringBuilder text =
        new StringBuilder("%s can be withdrawn now; ".formatted(Decimals.money(withdrawable)))
            .append(Decimals.money(standing.locked()))
            .append(" is bonus money, or was won from others' bonus money, and is locked.");
    if (!standing.verified()) {
      text.append(" Have your identity verified.");
    }
    if (standing.toTrade() > 0) {
      text.append(" Trade ")
          .append(Decimals.money(standing.toTrade()))
          .append(" more to unlock it.");
    }
    if (standing.beyondTrading() > 0) {
      text.append(" Only staff can unlock ")
          .append(Decimals.money(standing.beyondTrading()))
          .append(" of it: ask them.");
    }
    return text.toString();
  }
}
