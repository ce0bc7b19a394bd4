package sibyl.store.query;

import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/** What an account's orders traded. */
public final class FillHistory {
  private final Database database;

  public FillHistory(Database database) {
    this.database = database;
  }

  /**
   * @param market of this market only; null for all
   * @param before list fills before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<FillRecord> ofAccount(long account, @Nullable Long market, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    String sql =
        FillRecord.SELECT
            + " WHERE f.account_id = :account AND f.seq < :before"
            + (market == null ? "" : " AND f.market_id = :market")
            + " ORDER BY f.seq DESC LIMIT :rows";
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
                  query.map((row, context) -> FillRecord.read(row)).list(), limit, FillRecord::seq);
            });
  }

  /** The fills of one order, oldest first, at most {@link Page#LIMIT_MAX} of them. */
  public List<FillRecord> ofOrder(long account, long order) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        FillRecord.SELECT
                            + " WHERE f.order_id = :order AND f.order_id <> 0"
                            + " AND f.account_id = :account ORDER BY f.seq LIMIT :rows")
                    .bind("order", order)
                    .bind("account", account)
                    .bind("rows", Page.LIMIT_MAX)
                    .map((row, context) -> FillRecord.read(row))
                    .list());
  }
}
