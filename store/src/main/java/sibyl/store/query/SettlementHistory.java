package sibyl.store.query;

import sibyl.store.Database;

/** What settled markets paid an account. */
public final class SettlementHistory {
  private final Database database;

  public SettlementHistory(Database database) {
    this.database = database;
  }

  /**
   * @param before list settlements before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<SettlementRecord> ofAccount(long account, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    return database
        .jdbi()
        .withHandle(
            handle ->
                Page.cut(
                    handle
                        .createQuery(
                            """
                            SELECT s.*, coalesce(m.resolved_fraction, 0) AS resolved_fraction
                            FROM settlements s LEFT JOIN markets m USING (market_id)
                            WHERE s.account_id = :account AND s.seq < :before
                            ORDER BY s.seq DESC LIMIT :rows
                            """)
                        .bind("account", account)
                        .bind("before", before)
                        .bind("rows", rows)
                        .map(
                            (row, context) ->
                                new SettlementRecord(
                                    row.getLong("market_id"),
                                    row.getLong("seq"),
                                    row.getLong("at_ms"),
                                    row.getInt("resolved_fraction"),
                                    row.getLong("yes_quantity"),
                                    row.getLong("no_quantity"),
                                    row.getLong("yes_paid"),
                                    row.getLong("no_paid"),
                                    row.getLong("yes_cost"),
                                    row.getLong("no_cost")))
                        .list(),
                    limit,
                    SettlementRecord::seq));
  }
}
