package sibyl.store.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.SetRecipe;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.PositionCost;
import sibyl.store.Database;

/**
 * All that is alive, at one position: what a reader that wants to follow the journal from {@code
 * seq + 1} begins with.
 *
 * @param seq the last event contained
 * @param timeMs log time of the last command contained
 * @param exchange what the exchange as a whole accepts
 * @param orderGroups those that were not deleted
 * @param producers who may produce which good
 * @param recipes of every good that needs something
 * @param events those of {@code markets}
 * @param markets all that are not settled, and the most recently settled ones asked for
 * @param openOrders in the order they were placed
 * @param balances every one that is not zero
 * @param positions those in markets that are not settled
 */
public record StartingState(
    long seq,
    long timeMs,
    List<AccountRecord> accounts,
    List<EventRecord> events,
    List<MarketRecord> markets,
    List<OrderRecord> openOrders,
    List<BalanceRecord> balances,
    List<PositionRecord> positions,
    ExchangeState exchange,
    List<OrderGroupRecord> orderGroups,
    List<ProducerRecord> producers,
    List<SetRecipe> recipes) {
  private static final int FETCH_SIZE = 10_000;

  /**
   * Reads everything in one transaction that sees one moment. Takes as long as there is data: do it
   * at the start.
   *
   * @param settledMarkets how many settled markets to include
   * @throws IllegalStateException if the database does not answer
   */
  public static StartingState load(Database database, int settledMarkets) {
    try (Connection connection = database.connectForLongWork()) {
      connection.setAutoCommit(false); // also what lets a result come in portions
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      return load(connection, markets(settledMarkets));
    } catch (SQLException e) {
      throw new IllegalStateException("the starting state cannot be read: " + e.getMessage(), e);
    }
  }

  private static StartingState load(Connection connection, String markets) throws SQLException {
    long[] position =
        all(
                connection,
                "SELECT seq, time_ms FROM projection_position",
                row -> new long[] {row.getLong(1), row.getLong(2)})
            .getFirst();
    return new StartingState(
        position[0],
        position[1],
        all(
            connection,
            "SELECT account_id, netting, suspended FROM accounts ORDER BY account_id",
            row -> new AccountRecord(row.getLong(1), row.getBoolean(2), row.getBoolean(3))),
        all(
            connection,
            "SELECT * FROM events WHERE event_id IN (SELECT event_id FROM "
                + markets
                + " m) ORDER BY event_id",
            EventRecord::read),
        all(connection, "SELECT * FROM " + markets + " m ORDER BY market_id", MarketRecord::read),
        all(
            connection,
            "SELECT "
                + OrderRecord.COLUMNS
                + " FROM orders WHERE close_reason IS NULL ORDER BY placed_seq",
            OrderRecord::read),
        all(
            connection,
            "SELECT account_id, asset, free, held FROM balances ORDER BY account_id, asset",
            row ->
                new BalanceRecord(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))),
        all(
            connection,
            """
            SELECT p.* FROM positions p JOIN markets m USING (market_id)
            WHERE m.state <> 'SETTLED' ORDER BY p.account_id, p.market_id
            """,
            StartingState::position),
        exchange(connection),
        all(
            connection,
            """
            SELECT group_id, account_id, fill_limit, window_ms, state
            FROM order_groups WHERE state <> 'DELETED' ORDER BY group_id
            """,
            row ->
                new OrderGroupRecord(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    GroupState.valueOf(row.getString(5)))),
        all(
            connection,
            "SELECT account_id, market_id FROM producers WHERE authorised ORDER BY 1, 2",
            row -> new ProducerRecord(row.getLong(1), row.getLong(2))),
        recipes(connection));
  }

  private static ExchangeState exchange(Connection connection) throws SQLException {
    List<ExchangeState> last =
        all(
            connection,
            "SELECT state FROM exchange_states ORDER BY seq DESC LIMIT 1",
            row -> ExchangeState.valueOf(row.getString(1)));
    return last.isEmpty() ? ExchangeState.OPEN : last.getFirst();
  }

  private static List<SetRecipe> recipes(Connection connection) throws SQLException {
    Map<Long, List<Ingredient>> ingredients = new LinkedHashMap<>();
    all(
        connection,
        "SELECT market_id, ingredient, quantity FROM recipes ORDER BY 1, 2",
        row ->
            ingredients
                .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                .add(new Ingredient(row.getLong(2), row.getLong(3))));
    return ingredients.entrySet().stream()
        .map(recipe -> new SetRecipe(recipe.getKey(), recipe.getValue()))
        .toList();
  }

  private static String markets(int settled) {
    return """
        (SELECT * FROM markets WHERE state <> 'SETTLED'
         UNION ALL
         (SELECT * FROM markets WHERE state = 'SETTLED'
          ORDER BY settled_ms DESC, market_id DESC LIMIT %d))
        """
        .formatted(settled);
  }

  private static PositionRecord position(ResultSet row) throws SQLException {
    return new PositionRecord(
        row.getLong("account_id"),
        row.getLong("market_id"),
        new MarketPosition(
            new PositionCost(
                row.getLong("yes_quantity"), row.getLong("yes_cost"), row.getLong("yes_realized")),
            new PositionCost(
                row.getLong("no_quantity"), row.getLong("no_cost"), row.getLong("no_realized"))));
  }

  private static <T> List<T> all(Connection connection, String query, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet row = statement.executeQuery()) {
        List<T> items = new ArrayList<>();
        while (row.next()) {
          items.add(reader.read(row));
        }
        return items;
      }
    }
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
