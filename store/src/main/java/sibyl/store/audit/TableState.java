package sibyl.store.audit;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import sibyl.store.Database;
import sibyl.store.UnreadableTablesException;

/**
 * What the tables say at one moment: what there is now, and sums over all there ever was. Units are
 * the engine's.
 *
 * @param seq the last event they contain
 * @param balances all that are not zero
 * @param openOrders all that rest
 * @param markets with their makers' net quantities; settled ones too
 * @param ledgerSums by asset, the sum of every posting
 * @param makerLosses by settled market with a market maker: what it was funded with less what came
 *     back of it, in millionths
 */
public record TableState(
    long seq,
    Set<Balance> balances,
    Set<OpenOrder> openOrders,
    Set<Market> markets,
    Map<Long, BigInteger> ledgerSums,
    Map<Long, Long> makerLosses) {

  /** One account's balance of one asset. */
  public record Balance(long account, long asset, long free, long held) {}

  /** One order that rests in its book. */
  public record OpenOrder(long order, long account, long market, long quantity, long remaining) {}

  /** Where a market stands. */
  public record Market(long market, String state, long makerYesSold, long makerNoSold) {}

  // The high bits of an account number say what it belongs to; 3 is a market maker.
  private static final String MAKER_LOSSES =
      """
      SELECT l.account_id & ((1::bigint << 40) - 1),
             sum(l.amount)
      FROM ledger_postings l JOIN markets m ON m.market_id = l.account_id & ((1::bigint << 40) - 1)
      WHERE l.asset = 0 AND l.reason = 'FUNDING' AND l.account_id >> 40 = 3
        AND m.state = 'SETTLED'
      GROUP BY 1
      """;

  /**
   * Reads everything in one transaction that sees one moment.
   *
   * @throws IllegalStateException if the database does not answer
   */
  public static TableState read(Database database) {
    try (Connection connection = database.connectForLongWork()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      TableState state =
          new TableState(
              seq(connection),
              balances(connection),
              openOrders(connection),
              markets(connection),
              ledgerSums(connection),
              makerLosses(connection));
      connection.commit();
      return state;
    } catch (SQLException e) {
      throw new IllegalStateException("the tables could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * By asset, the sum of every posting there ever was; zero where nothing was lost. Reads them all.
   */
  public static Map<Long, BigInteger> ledgerSums(Database database)
      throws UnreadableTablesException {
    try (Connection connection = database.connectForLongWork()) {
      return ledgerSums(connection);
    } catch (SQLException e) {
      throw new UnreadableTablesException(e);
    }
  }

  /** What to do with each row of a result. */
  @FunctionalInterface
  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String sql, Row row) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        row.read(rows);
      }
    }
  }

  private static long seq(Connection connection) throws SQLException {
    long[] seq = new long[1];
    each(connection, "SELECT seq FROM projection_position", row -> seq[0] = row.getLong(1));
    return seq[0];
  }

  private static Set<Balance> balances(Connection connection) throws SQLException {
    Set<Balance> balances = new HashSet<>();
    each(
        connection,
        "SELECT account_id, asset, free, held FROM balances",
        row ->
            balances.add(
                new Balance(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
    return balances;
  }

  private static Set<OpenOrder> openOrders(Connection connection) throws SQLException {
    Set<OpenOrder> orders = new HashSet<>();
    each(
        connection,
        "SELECT order_id, account_id, market_id, quantity, remaining FROM orders"
            + " WHERE close_reason IS NULL",
        row ->
            orders.add(
                new OpenOrder(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5))));
    return orders;
  }

  private static Set<Market> markets(Connection connection) throws SQLException {
    Set<Market> markets = new HashSet<>();
    each(
        connection,
        "SELECT market_id, state, maker_yes_sold, maker_no_sold FROM markets",
        row ->
            markets.add(
                new Market(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4))));
    return markets;
  }

  private static Map<Long, BigInteger> ledgerSums(Connection connection) throws SQLException {
    Map<Long, BigInteger> sums = new HashMap<>();
    each(
        connection,
        "SELECT asset, sum(amount) FROM ledger_postings GROUP BY asset",
        row -> sums.put(row.getLong(1), row.getBigDecimal(2).toBigIntegerExact()));
    return sums;
  }

  private static Map<Long, Long> makerLosses(Connection connection) throws SQLException {
    Map<Long, Long> losses = new HashMap<>();
    each(
        connection,
        MAKER_LOSSES,
        row -> losses.put(row.getLong(1), row.getBigDecimal(2).longValueExact()));
    return losses;
  }
}
