package sibyl.store.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import sibyl.engine.PostingReason;
import sibyl.engine.TransferKind;
import sibyl.store.Database;

/** What moved on an account, and what came to be held there or free again. */
public final class LedgerHistory {
  private final Database database;

  public LedgerHistory(Database database) {
    this.database = database;
  }

  /**
   * @param asset movements of this asset only; null for all
   * @param before list movements before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<LedgerRecord> ofAccount(long account, @Nullable Long asset, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    String sql =
        "SELECT page.*, coalesce(before.free, 0) AS free_before,"
            + " coalesce(before.held, 0) AS held_before"
            + " FROM (SELECT * FROM ledger_postings"
            + " WHERE account_id = :account AND seq < :before"
            + (asset == null ? "" : " AND asset = :asset")
            + " ORDER BY seq DESC LIMIT :rows) page"
            + " LEFT JOIN LATERAL (SELECT earlier.free, earlier.held FROM ledger_postings earlier"
            + " WHERE earlier.account_id = page.account_id AND earlier.asset = page.asset"
            + " AND earlier.seq < page.seq ORDER BY earlier.seq DESC LIMIT 1) before ON true"
            + " ORDER BY page.seq DESC";
    return database
        .jdbi()
        .withHandle(
            handle -> {
              Query query =
                  handle
                      .createQuery(sql)
                      .bind("account", account)
                      .bind("before", before)
                      .bind("rows", rows);
              if (asset != null) {
                query.bind("asset", asset);
              }
              return Page.cut(
                  query.map((row, context) -> read(row)).list(), limit, LedgerRecord::seq);
            });
  }

  private static LedgerRecord read(ResultSet row) throws SQLException {
    String kind = row.getString("transfer_kind");
    return new LedgerRecord(
        row.getLong("seq"),
        row.getLong("entry_seq"),
        row.getLong("at_ms"),
        row.getLong("asset"),
        row.getLong("amount"),
        row.getLong("free"),
        row.getLong("held"),
        row.getLong("free_before"),
        row.getLong("held_before"),
        PostingReason.valueOf(row.getString("reason")),
        row.getLong("order_id"),
        row.getLong("trade_id"),
        row.getObject("transfer_id", UUID.class),
        kind == null ? null : TransferKind.valueOf(kind));
  }
}
