package sibyl.accounts.export;

import java.util.List;

/** What is exported. Each is walked by a number that grows, so that no part is read twice. */
public enum ExportKind {
  ORDERS(
      "order_id",
      """
      SELECT order_id, account_id, account_name(account_id) AS account, market_id,
        lower(side) AS side, lower(outcome) AS outcome, lower(type) AS type,
        lower(time_in_force) AS time_in_force, as_price(price) AS price,
        as_contracts(quantity) AS quantity, as_contracts(filled) AS filled_quantity,
        as_contracts(remaining) AS remaining_quantity, as_contracts(reduced) AS reduced_quantity,
        lower(reduced_reason) AS reduced_reason, as_contracts(canceled) AS canceled_quantity,
        as_money(cost) AS cost, as_money(fees) AS fees,
        order_status(close_reason, filled) AS status, lower(close_reason) AS close_reason,
        basket AS basket_id, client_order_id, message, placed_ms, updated_ms
      FROM orders WHERE order_id > :after ORDER BY order_id LIMIT :some
      """,
      "order_id",
      "account_id",
      "account",
      "market_id",
      "side",
      "outcome",
      "type",
      "time_in_force",
      "price",
      "quantity",
      "filled_quantity",
      "remaining_quantity",
      "reduced_quantity",
      "reduced_reason",
      "canceled_quantity",
      "cost",
      "fees",
      "status",
      "close_reason",
      "basket_id",
      "client_order_id",
      "message",
      "placed_ms",
      "updated_ms"),
  FILLS(
      "fill_no",
      """
      SELECT trade_id * 2 + CASE liquidity WHEN 'MAKER' THEN 1 ELSE 0 END AS fill_no,
        trade_id, order_id, account_id, account_name(account_id) AS account, market_id,
        lower(side) AS side, lower(outcome) AS outcome, as_price(price) AS price,
        as_contracts(quantity) AS quantity, as_money(cost) AS cost, as_money(fee) AS fee,
        lower(liquidity) AS liquidity, lower(kind) AS kind, at_ms, seq
      FROM fills
      WHERE trade_id >= :after / 2
        AND trade_id * 2 + CASE liquidity WHEN 'MAKER' THEN 1 ELSE 0 END > :after
      ORDER BY trade_id, liquidity DESC LIMIT :some
      """,
      "trade_id",
      "order_id",
      "account_id",
      "account",
      "market_id",
      "side",
      "outcome",
      "price",
      "quantity",
      "cost",
      "fee",
      "liquidity",
      "kind",
      "at_ms",
      "seq"),
  ACCOUNTS(
      "account_id",
      """
      SELECT a.account_id, account_name(a.account_id) AS account, a.netting, a.suspended,
        a.opened_ms, as_money(coalesce(b.free, 0)) AS available,
        as_money(coalesce(b.held, 0)) AS held
      FROM accounts a
      LEFT JOIN balances b ON b.account_id = a.account_id AND b.asset = 0
      WHERE a.account_id > :after ORDER BY a.account_id LIMIT :some
      """,
      "account_id",
      "account",
      "netting",
      "suspended",
      "opened_ms",
      "available",
      "held");

  private final String key;
  private final String sql;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that are
  private final List<String> columns;

  ExportKind(String key, String sql, String... columns) {
    this.key = key;
    this.sql = sql;
    this.columns = List.of(columns);
  }

  /** The column that grows. */
  String key() {
    return key;
  }

  String sql() {
    return sql;
  }

  public List<String> columns() {
    return columns;
  }
}
