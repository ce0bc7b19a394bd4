package sibyl.store.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sibyl.store.Database;
import sibyl.store.UnreadableTablesException;
import sibyl.store.audit.TableState.Balance;
import sibyl.store.audit.TableState.Market;
import sibyl.store.audit.TableState.OpenOrder;

/**
 * The rows of a few accounts and markets, all of one moment, each with the event that changed it
 * last: by that they can be held against an older state of the engine while trading goes on.
 *
 * @param seq the last event the tables contain
 * @param balances of the accounts, by account and asset
 * @param openOrders of the accounts, by number
 * @param gone by account and asset, the last event that moved any of it, where there is no balance
 * @param closed by number, the last event that changed an order of the accounts that is over
 * @param markets by number
 */
public record TableRows(
    long seq,
    Map<Key, Row<Balance>> balances,
    Map<Long, Row<OpenOrder>> openOrders,
    Map<Key, Long> gone,
    Map<Long, Long> closed,
    Map<Long, Row<Market>> markets) {

  /** What a balance is of. */
  public record Key(long account, long asset) {}

  /**
   * @param changedBy the number of an event
   */
  public record Row<T>(long changedBy, T values) {}

  /**
   * @param accounts whose rows to read
   * @param balances that are expected: where one is missing, the last posting is looked for
   * @param orders that are expected: where one is not open, its end is looked for
   * @param markets whose rows to read
   * @throws UnreadableTablesException if the database does not answer, or a page is damaged
   */
  public static TableRows read(
      Database database,
      Collection<Long> accounts,
      Collection<Key> balances,
      Collection<Long> orders,
      Collection<Long> markets)
      throws UnreadableTablesException {
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return read(connection, accounts, balances, orders, markets);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new UnreadableTablesException(e);
    }
  }

  private static TableRows read(
      Connection connection,
      Collection<Long> accounts,
      Collection<Key> balances,
      Collection<Long> orders,
      Collection<Long> markets)
      throws SQLException {
    long[] seq = new long[1];
    each(connection, "SELECT seq FROM projection_position", List.of(), r -> seq[0] = r.getLong(1));
    Map<Key, Row<Balance>> found = new HashMap<>();
    each(
        connection,
        "SELECT updated_seq, account_id, asset, free, held FROM balances"
            + " WHERE account_id = ANY(?)",
        List.of(accounts),
        r ->
            found.put(
                new Key(r.getLong(2), r.getLong(3)),
                new Row<>(
                    r.getLong(1),
                    new Balance(r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5)))));
    Map<Long, Row<OpenOrder>> open = new HashMap<>();
    each(
        connection,
        "SELECT updated_seq, order_id, account_id, market_id, quantity, remaining FROM orders"
            + " WHERE account_id = ANY(?) AND close_reason IS NULL",
        List.of(accounts),
        r ->
            open.put(
                r.getLong(2),
                new Row<>(
                    r.getLong(1),
                    new OpenOrder(
                        r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), r.getLong(6)))));
    List<Key> missing = balances.stream().filter(key -> !found.containsKey(key)).toList();
    Map<Key, Long> gone = new HashMap<>();
    each(
        connection,
        """
        SELECT max(l.seq), l.account_id, l.asset
        FROM unnest(?::bigint[], ?::bigint[]) AS k (account_id, asset)
        JOIN ledger_postings l USING (account_id, asset)
        GROUP BY 2, 3
        """,
        List.of(
            missing.stream().map(Key::account).toList(), missing.stream().map(Key::asset).toList()),
        r -> gone.put(new Key(r.getLong(2), r.getLong(3)), r.getLong(1)));
    Map<Long, Long> closed = new HashMap<>();
    each(
        connection,
        "SELECT updated_seq, order_id FROM orders"
            + " WHERE order_id = ANY(?) AND close_reason IS NOT NULL",
        List.of(orders.stream().filter(order -> !open.containsKey(order)).toList()),
        r -> closed.put(r.getLong(2), r.getLong(1)));
    Map<Long, Row<Market>> standing = new HashMap<>();
    each(
        connection,
        "SELECT updated_seq, market_id, state, maker_yes_sold, maker_no_sold FROM markets"
            + " WHERE market_id = ANY(?)",
        List.of(markets),
        r ->
            standing.put(
                r.getLong(2),
                new Row<>(
                    r.getLong(1),
                    new Market(r.getLong(2), r.getString(3), r.getLong(4), r.getLong(5)))));
    return new TableRows(seq[0], found, open, gone, closed, standing);
  }

  /** The next accounts in the tables after one, in order, that have a balance or an open order. */
  public static List<Long> accountsAfter(Database database, long account, int most)
      throws UnreadableTablesException {
    return numbers(
        database,
        """
        SELECT account_id FROM (
          (SELECT DISTINCT account_id FROM balances WHERE account_id > ? ORDER BY 1 LIMIT ?)
          UNION
          (SELECT DISTINCT account_id FROM orders
           WHERE close_reason IS NULL AND account_id > ? ORDER BY 1 LIMIT ?)) a
        ORDER BY 1 LIMIT ?
        """,
        account,
        most,
        account,
        most,
        most);
  }

  /** The next markets in the tables after one, in order. */
  public static List<Long> marketsAfter(Database database, long market, int most)
      throws UnreadableTablesException {
    return numbers(
        database,
        "SELECT market_id FROM markets WHERE market_id > ? ORDER BY 1 LIMIT ?",
        market,
        most);
  }

  private static List<Long> numbers(Database database, String sql, long... parameters)
      throws UnreadableTablesException {
    List<Long> numbers = new ArrayList<>();
    try (Connection connection = database.pool().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          numbers.add(rows.getLong(1));
        }
      }
    } catch (SQLException e) {
      throw new UnreadableTablesException(e);
    }
    return numbers;
  }

  /** What to do with each row of a result. */
  @FunctionalInterface
  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(
      Connection connection, String sql, List<Collection<Long>> arrays, Reader reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arrays.size(); i++) {
        statement.setArray(i + 1, connection.createArrayOf("bigint", arrays.get(i).toArray()));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }
}
