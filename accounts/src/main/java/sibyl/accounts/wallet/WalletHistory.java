package sibyl.accounts.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/** Everything that came to and left somebody's account, other than by trading. */
public final class WalletHistory {
  private static final String ENTRIES =
      """
      SELECT * FROM (
        SELECT deposit_id AS id, 'DEPOSIT' AS kind, amount, state, remark, created_at, updated_at
        FROM deposits WHERE account_id = :account
        UNION ALL
        SELECT withdrawal_id, 'WITHDRAWAL', -amount, state, remark, created_at, updated_at
        FROM withdrawals WHERE account_id = :account
        UNION ALL
        SELECT transfer_id, kind, CASE WHEN to_account = :account THEN amount ELSE -amount END,
               state, reference, created_at, updated_at
        FROM outbox
        WHERE account_id = :account AND kind IN ('BONUS', 'REFERRAL', 'ADJUSTMENT')
      ) entries
      """;

  private final Database database;

  public WalletHistory(Database database) {
    this.database = database;
  }

  /**
   * The newest first.
   *
   * @param before the last one of the page before; null for the first page
   */
  public List<WalletEntry> list(long account, @Nullable UUID before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "WITH e AS ("
                            + ENTRIES
                            + """
                            )
                            SELECT * FROM e
                            WHERE CAST(:before AS uuid) IS NULL
                               OR (created_at, id)
                                  < (SELECT created_at, id FROM e WHERE id = CAST(:before AS uuid))
                            ORDER BY created_at DESC, id DESC LIMIT :limit
                            """)
                    .bind("account", account)
                    .bind("before", before)
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  /** One of an account's own. */
  public Optional<WalletEntry> find(long account, UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(ENTRIES + " WHERE id = :id")
                    .bind("account", account)
                    .bind("id", id)
                    .map((row, context) -> read(row))
                    .findOne());
  }

  /** Every state a deposit or withdrawal has had, in order; empty for other entries. */
  public List<WalletEntry.Step> steps(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM money_steps WHERE subject_id = :id ORDER BY step")
                    .bind("id", id)
                    .map(
                        (row, context) ->
                            new WalletEntry.Step(
                                row.getString("state"),
                                row.getString("remark"),
                                row.getObject("at", OffsetDateTime.class).toInstant()))
                    .list());
  }

  private static WalletEntry read(ResultSet row) throws SQLException {
    return new WalletEntry(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getLong("amount"),
        row.getString("state"),
        row.getString("remark"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
