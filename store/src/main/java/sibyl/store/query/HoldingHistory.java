package sibyl.store.query;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.Outcome;
import sibyl.store.Database;

/**
 * What came to an account or went from it other than by trading, with the reason and who did it.
 */
public final class HoldingHistory {
  private final Database database;

  public HoldingHistory(Database database) {
    this.database = database;
  }

  /**
   * @param market changes in this market only; null for all
   * @param before list changes before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<HoldingChangeRecord> ofAccount(
      long account, @Nullable Long market, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    String sql =
        "SELECT * FROM holding_changes WHERE account_id = :account AND seq < :before"
            + (market == null ? "" : " AND market_id = :market")
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
              if (market != null) {
                query.bind("market", market);
              }
              return Page.cut(
                  query
                      .map(
                          (row, context) ->
                              new HoldingChangeRecord(
                                  row.getLong("seq"),
                                  row.getLong("entry_seq"),
                                  row.getLong("at_ms"),
                                  row.getLong("account_id"),
                                  row.getLong("market_id"),
                                  Outcome.valueOf(row.getString("outcome")),
                                  row.getLong("quantity"),
                                  row.getLong("amount"),
                                  HoldingReason.valueOf(row.getString("reason")),
                                  row.getLong("actor")))
                      .list(),
                  limit,
                  HoldingChangeRecord::seq);
            });
  }
}
