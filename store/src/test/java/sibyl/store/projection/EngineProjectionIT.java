package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.engine.Engine;
import sibyl.store.Database;
import sibyl.store.Rows;
import sibyl.store.TestServer;
import sibyl.store.schema.DerivedTables;

/** A real engine's events: the tables must end where the engine does. */
@Timeout(180)
class EngineProjectionIT {
  private static final long SEED = 20261121;
  private static final int COMMANDS = 6_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(TestServer.emptyDatabase(), 4);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theTablesHoldWhatTheEngineHolds() throws Exception {
    Engine engine = project();
    assertThat(Rows.of(database, "SELECT trade_count > 100 FROM markets WHERE market_id <= 6"))
        .as("there was trade in every market")
        .containsOnly("t");
    assertThat(Rows.of(database, "SELECT account_id, asset, free, held FROM balances"))
        .containsExactlyInAnyOrderElementsOf(balances(engine));
    assertThat(
            Rows.of(
                database,
                """
                SELECT order_id, account_id, market_id, side, outcome, price, quantity, remaining
                FROM orders WHERE close_reason IS NULL
                """))
        .containsExactlyInAnyOrderElementsOf(openOrders(engine));
  }

  @Test
  void everyOrderSaysTheSameInTheTablesAsItsEventsAfterEveryCommand() throws Exception {
    FiguresFromEvents figures = new FiguresFromEvents();
    try (Projection projection = Projection.start(database)) {
      Engine engine = RandomTrading.run(SEED, COMMANDS, figures.before(projection));
      assertThat(projection.awaitPosition(engine.lastSeq(), PATIENCE)).isTrue();
    }
    assertThat(
            Rows.of(
                database,
                """
                SELECT order_id, quantity, filled, remaining, canceled, reduced, reduced_reason,
                       close_reason
                FROM orders
                """))
        .containsExactlyInAnyOrderElementsOf(figures.rows());
    for (String happened :
        List.of(
            "reduced_reason = 'SELF_TRADE_PREVENTION'",
            "reduced_reason = 'REDUCE_ONLY'",
            "close_reason = 'SELF_TRADE_PREVENTION' AND canceled = 0 AND filled > 0",
            "close_reason = 'SELF_TRADE_PREVENTION' AND quantity = 0",
            "max_cost > 0 AND quantity > 0")) {
      assertThat(Rows.of(database, "SELECT 1 FROM orders WHERE " + happened))
          .as(happened)
          .isNotEmpty();
    }
  }

  @Test
  void whatGoesBeyondPlainTradingHappenedToo() throws Exception {
    project();
    assertThat(Rows.of(database, "SELECT DISTINCT reason FROM holding_changes"))
        .contains(
            "SPLIT_ALL",
            "MERGE_ALL",
            "CONVERT",
            "INITIAL",
            "PRODUCTION",
            "CONSUMPTION",
            "ADJUSTMENT");
    assertThat(Rows.of(database, "SELECT step FROM resolution_steps WHERE step = 'CHALLENGED'"))
        .hasSize(1);
    assertThat(Rows.of(database, "SELECT DISTINCT state FROM exchange_states"))
        .containsExactlyInAnyOrder("CANCEL_ONLY", "OPEN");
    assertThat(Rows.of(database, "SELECT DISTINCT close_reason FROM orders"))
        .contains("MERGED", "GROUP_TRIGGERED");
    for (String happened :
        List.of(
            "baskets",
            "order_groups WHERE state = 'TRIGGERED'",
            "orders WHERE reduced > 0",
            "orders WHERE updated_seq > placed_seq AND type = 'LIMIT' AND filled = 0",
            "recipes",
            "producers WHERE NOT authorised",
            "trades JOIN markets m USING (market_id) WHERE m.kind = 'ASSET'",
            "markets WHERE liquidity > 10000")) {
      assertThat(Rows.of(database, "SELECT 1 FROM " + happened)).as(happened).isNotEmpty();
    }
    assertNone(
        "goods held that are not what came and went",
        """
        SELECT account_id, market_id FROM
          (SELECT account_id, market_id, sum(quantity) AS quantity FROM
             (SELECT account_id, market_id, quantity FROM holding_changes
              UNION ALL
              SELECT account_id, market_id, CASE side WHEN 'BUY' THEN quantity ELSE -quantity END
              FROM fills) moved
           GROUP BY 1, 2) total
        JOIN markets m USING (market_id)
        JOIN positions p USING (account_id, market_id)
        WHERE m.kind = 'ASSET' AND total.quantity <> p.yes_quantity
        """);
  }

  @Test
  void everyTotalAddsUp() throws Exception {
    project();
    assertNone(
        "entries of the ledger that do not sum to zero",
        "SELECT entry_seq, asset FROM ledger_postings GROUP BY 1, 2 HAVING sum(amount) <> 0");
    assertNone(
        "balances that are not the sum of their postings",
        """
        SELECT account_id, asset, b.free + b.held, p.amount
        FROM (SELECT account_id, asset, sum(amount) AS amount FROM ledger_postings GROUP BY 1, 2) p
        FULL JOIN balances b USING (account_id, asset)
        WHERE coalesce(p.amount, 0) <> coalesce(b.free + b.held, 0)
        """);
    assertNone(
        "positions that are not the shares held",
        """
        SELECT p.account_id, p.market_id, p.yes_quantity, p.no_quantity
        FROM positions p
        LEFT JOIN balances y ON y.account_id = p.account_id AND y.asset = p.market_id * 4 + 1
        LEFT JOIN balances n ON n.account_id = p.account_id AND n.asset = p.market_id * 4 + 2
        WHERE p.yes_quantity <> coalesce(y.free + y.held, 0)
           OR p.no_quantity <> coalesce(n.free + n.held, 0)
        """);
    assertNone(
        "shares of people without a position",
        """
        SELECT b.account_id, b.asset FROM balances b
        LEFT JOIN positions p ON p.account_id = b.account_id AND p.market_id = b.asset >> 2
        WHERE b.asset <> 0 AND b.account_id < (1::bigint << 40) AND p.account_id IS NULL
        """);
    assertNone(
        "orders whose fills are not what they say",
        """
        SELECT o.order_id, o.filled, f.quantity
        FROM orders o LEFT JOIN
          (SELECT order_id, sum(quantity) AS quantity, sum(cost) AS cost, sum(fee) AS fee
           FROM fills GROUP BY 1) f USING (order_id)
        WHERE o.filled <> coalesce(f.quantity, 0) OR o.cost <> coalesce(f.cost, 0)
           OR o.fees <> coalesce(f.fee, 0)
           OR o.filled + o.remaining + o.canceled <> o.quantity
           OR (o.close_reason IS NULL) <> (o.remaining > 0)
           OR (o.close_reason = 'FILLED') <> (o.filled = o.quantity AND o.reduced = 0)
        """);
    assertNone(
        "people whose profit is not their money",
        """
        SELECT p.account_id, p.worth, b.cash
        FROM (SELECT account_id, sum(yes_realized + no_realized - yes_cost - no_cost) AS worth
              FROM positions GROUP BY 1) p
        JOIN (SELECT account_id, free + held - 5000000000 AS cash
              FROM balances WHERE asset = 0) b USING (account_id)
        WHERE p.worth <> b.cash
        """);
  }

  @Test
  void aRebuildFromTheSameJournalMakesTheSameRows() throws Exception {
    Engine engine = project();
    var live = DerivedTables.checksum(database);
    Rebuild.Result result =
        new Rebuild(database, ProjectionOptions.DEFAULT)
            .run(handler -> RandomTrading.run(SEED, COMMANDS, handler).lastSeq(), PATIENCE);
    assertThat(result.lastSeq()).isEqualTo(engine.lastSeq());
    assertThat(result.after()).isEqualTo(live);
  }

  private Engine project() throws Exception {
    try (Projection projection = Projection.start(database)) {
      Engine engine = RandomTrading.run(SEED, COMMANDS, projection);
      assertThat(projection.awaitPosition(engine.lastSeq(), PATIENCE)).isTrue();
      return engine;
    }
  }

  private void assertNone(String what, String query) {
    assertThat(Rows.of(database, query)).as(what).isEmpty();
  }

  private static List<String> balances(Engine engine) {
    List<String> rows = new ArrayList<>();
    engine.forEachBalance(
        (account, asset, free, held) -> rows.add(account + " " + asset + " " + free + " " + held));
    return rows;
  }

  private static List<String> openOrders(Engine engine) {
    List<String> rows = new ArrayList<>();
    engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) ->
            rows.add(
                order + " " + account + " " + market + " " + side + " " + outcome + " " + price
                    + " " + quantity + " " + remaining));
    return rows;
  }
}
