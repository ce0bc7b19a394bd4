package sibyl.store.query;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import sibyl.store.Database;

/** Baskets with their orders. Every look-up names the account: another's is not found. */
public final class BasketHistory {
  private final Database database;

  public BasketHistory(Database database) {
    this.database = database;
  }

  public Optional<BasketRecord> byId(long account, long basket) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM baskets WHERE basket_id = :basket AND account_id = :account")
                    .bind("basket", basket)
                    .bind("account", account)
                    .map(
                        (row, context) ->
                            new BasketRecord(
                                row.getLong("basket_id"),
                                row.getLong("account_id"),
                                row.getLong("placed_seq"),
                                row.getLong("placed_ms"),
                                row.getString("client_order_id"),
                                orders(handle, row.getLong("basket_id"))))
                    .findOne());
  }

  private static List<OrderRecord> orders(Handle handle, long basket) {
    return handle
        .createQuery(
            "SELECT "
                + OrderRecord.COLUMNS
                + " FROM orders WHERE basket = :basket ORDER BY placed_seq")
        .bind("basket", basket)
        .map((row, context) -> OrderRecord.read(row))
        .list();
  }
}
