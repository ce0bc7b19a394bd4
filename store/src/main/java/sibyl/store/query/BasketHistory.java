package sibyl.store.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import sibyl.store.Database;

/** Baskets with their orders. Every look-up names the account: another's is not found. */
public final class BasketHistory {
  private static final String BASKETS = "SELECT * FROM baskets WHERE account_id = :account";

  private final Database database;

  public BasketHistory(Database database) {
    this.database = database;
  }

  public Optional<BasketRecord> byId(long account, long basket) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                withOrders(
                        handle,
                        handle
                            .createQuery(BASKETS + " AND basket_id = :basket")
                            .bind("account", account)
                            .bind("basket", basket))
                    .stream()
                    .findFirst());
  }

  /** The latest basket that was placed under this id. */
  public Optional<BasketRecord> byClientId(long account, String clientOrderId) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                withOrders(
                        handle,
                        handle
                            .createQuery(
                                BASKETS
                                    + " AND client_order_id = :id"
                                    + " ORDER BY placed_seq DESC LIMIT 1")
                            .bind("account", account)
                            .bind("id", clientOrderId))
                    .stream()
                    .findFirst());
  }

  /**
   * @param before list baskets placed before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<BasketRecord> ofAccount(long account, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    return database
        .jdbi()
        .withHandle(
            handle ->
                Page.cut(
                    withOrders(
                        handle,
                        handle
                            .createQuery(
                                BASKETS
                                    + " AND placed_seq < :before"
                                    + " ORDER BY placed_seq DESC LIMIT :rows")
                            .bind("account", account)
                            .bind("before", before)
                            .bind("rows", rows)),
                    limit,
                    BasketRecord::placedSeq));
  }

  private static List<BasketRecord> withOrders(Handle handle, Query baskets) {
    List<BasketRecord> found =
        baskets
            .map(
                (row, context) ->
                    new BasketRecord(
                        row.getLong("basket_id"),
                        row.getLong("account_id"),
                        row.getLong("placed_seq"),
                        row.getLong("placed_ms"),
                        row.getString("client_order_id"),
                        List.of()))
            .list();
    Map<Long, List<OrderRecord>> orders = new HashMap<>();
    for (OrderRecord order : ordersOf(handle, found)) {
      orders
          .computeIfAbsent(Objects.requireNonNull(order.basket()), _ -> new ArrayList<>())
          .add(order);
    }
    return found.stream()
        .map(basket -> basket.with(orders.getOrDefault(basket.basket(), List.of())))
        .toList();
  }

  private static List<OrderRecord> ordersOf(Handle handle, List<BasketRecord> baskets) {
    return handle
        .createQuery(
            "SELECT "
                + OrderRecord.COLUMNS
                + " FROM orders WHERE basket = ANY(:baskets) ORDER BY placed_seq")
        .bind("baskets", baskets.stream().map(BasketRecord::basket).toArray(Long[]::new))
        .map((row, context) -> OrderRecord.read(row))
        .list();
  }
}
