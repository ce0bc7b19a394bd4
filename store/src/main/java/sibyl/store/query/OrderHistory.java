package sibyl.store.query;

import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import sibyl.store.Database;

/** Orders, open and closed. Every look-up names the account: another's order is not found. */
public final class OrderHistory {
  private final Database database;

  public OrderHistory(Database database) {
    this.database = database;
  }

  public Optional<OrderRecord> byId(long account, long order) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT "
                            + OrderRecord.COLUMNS
                            + " FROM orders WHERE order_id = :order AND account_id = :account")
                    .bind("order", order)
                    .bind("account", account)
                    .map((row, context) -> OrderRecord.read(row))
                    .findOne());
  }

  /** The latest order that was placed under this id. */
  public Optional<OrderRecord> byClientId(long account, String clientOrderId) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT "
                            + OrderRecord.COLUMNS
                            + " FROM orders WHERE account_id = :account"
                            + " AND client_order_id = :id ORDER BY placed_seq DESC LIMIT 1")
                    .bind("account", account)
                    .bind("id", clientOrderId)
                    .map((row, context) -> OrderRecord.read(row))
                    .findOne());
  }

  /**
   * @param before list orders placed before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<OrderRecord> ofAccount(long account, OrderFilter filter, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    String sql =
        "SELECT "
            + OrderRecord.COLUMNS
            + " FROM orders WHERE account_id = :account AND placed_seq < :before"
            + (filter.market() == null ? "" : " AND market_id = :market")
            + (filter.status() == null ? "" : " AND " + filter.status().condition)
            + " ORDER BY placed_seq DESC LIMIT :rows";
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
              if (filter.market() != null) {
                query.bind("market", filter.market());
              }
              return Page.cut(
                  query.map((row, context) -> OrderRecord.read(row)).list(),
                  limit,
                  OrderRecord::placedSeq);
            });
  }
}
