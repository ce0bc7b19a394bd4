package sibyl.store.query;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import sibyl.engine.PostingReason;
import sibyl.store.Database;

/** What moved on an account. */
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
        "SELECT seq, entry_seq, at_ms, asset, amount, free, held, reason FROM ledger_postings"
            + " WHERE account_id = :account AND seq < :before"
            + (asset == null ? "" : " AND asset = :asset")
            + " ORDER BY seq DESC LIMIT :rows";
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
                  query
                      .map(
                          (row, context) ->
                              new LedgerRecord(
                                  row.getLong("seq"),
                                  row.getLong("entry_seq"),
                                  row.getLong("at_ms"),
                                  row.getLong("asset"),
                                  row.getLong("amount"),
                                  row.getLong("free"),
                                  row.getLong("held"),
                                  PostingReason.valueOf(row.getString("reason"))))
                      .list(),
                  limit,
                  LedgerRecord::seq);
            });
  }
}
