package sibyl.store.query;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.store.Database;

/** Every movement of goods on an account: by trades, by staff, by production and by settlement. */
public final class InventoryHistory {
  private final Database database;

  public InventoryHistory(Database database) {
    this.database = database;
  }

  /**
   * @param market of this good only; null for all
   * @param before list movements before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<InventoryRecord> ofAccount(
      long account, @Nullable Long market, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    return database
        .jdbi()
        .withHandle(
            handle -> {
              Query query =
                  handle
                      .createQuery(sql(market == null ? "" : " AND x.market_id = :market"))
                      .bind("account", account)
                      .bind("before", before)
                      .bind("rows", rows);
              if (market != null) {
                query.bind("market", market);
              }
              return Page.cut(
                  query
                      .map(
                          (row, context) -> {
                            String reason = row.getString("reason");
                            return new InventoryRecord(
                                row.getLong("seq"),
                                row.getLong("at_ms"),
                                row.getLong("market_id"),
                                row.getLong("quantity"),
                                row.getLong("amount"),
                                reason == null ? null : HoldingReason.valueOf(reason),
                                row.getLong("trade_id"));
                          })
                      .list(),
                  limit,
                  InventoryRecord::seq);
            });
  }

  /** Each part is cut to the page by its own index before they are merged. */
  private static String sql(String ofMarket) {
    String tail =
        " JOIN markets m USING (market_id)"
            + " WHERE x.account_id = :account AND x.seq < :before AND m.kind = 'ASSET'"
            + ofMarket
            + " ORDER BY x.seq DESC LIMIT :rows)";
    return "SELECT * FROM ("
        + """
          (SELECT x.seq, x.at_ms, x.market_id,
                  CASE x.side WHEN 'BUY' THEN x.quantity ELSE -x.quantity END AS quantity,
                  CASE x.side WHEN 'BUY' THEN -x.cost - x.fee ELSE x.cost - x.fee END AS amount,
                  NULL AS reason, x.trade_id
           FROM fills x
          """
        + tail
        + """
           UNION ALL
          (SELECT x.seq, x.at_ms, x.market_id, x.quantity, x.amount, x.reason, 0
           FROM holding_changes x
          """
        + tail
        + """
           UNION ALL
          (SELECT x.seq, x.at_ms, x.market_id, -x.yes_quantity, x.yes_paid, NULL, 0
           FROM settlements x
          """
        + tail
        + ") movements ORDER BY seq DESC LIMIT :rows";
  }
}
