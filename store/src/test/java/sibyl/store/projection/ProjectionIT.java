package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sibyl.engine.event.Rejection;
import sibyl.store.Database;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.Scripts;
import sibyl.store.TestServer;
import sibyl.store.schema.DerivedChecksum;
import sibyl.store.schema.DerivedTables;

/** The journal in, rows out, on a real PostgreSQL. */
@Timeout(120)
class ProjectionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Small batches, so that most commands find their rows already written. */
  private static final ProjectionOptions SMALL =
      new ProjectionOptions(
          Duration.ZERO,
          7,
          200,
          3,
          Duration.ofMillis(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

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
  void everyTableSaysWhatTheJournalSaid() throws Exception {
    JournalScript script = Scripts.oneMarketFromCreationToSettlement();
    project(script, ProjectionOptions.DEFAULT);

    assertThat(Rows.of(database, "SELECT seq, state FROM projection_position"))
        .containsExactly(script.lastSeq() + " FOLLOWING");
    assertThat(Rows.of(database, "SELECT account_id, netting, opened_seq FROM accounts ORDER BY 1"))
        .containsExactly("16 t 1", "17 t 2");
    assertThat(Rows.of(database, "SELECT title, category, exclusive FROM events"))
        .containsExactly("Who wins?\tThe \\final\nsays \uFFFD so sport f");
    assertThat(
            Rows.of(
                database,
                """
                SELECT market_id, title, state, proposed_fraction, proposed_evidence, proposed_by,
                       resolved_fraction, resolved_by, volume, trade_count, last_yes_price,
                       maker_yes_sold, maker_yes_billionths
                FROM markets ORDER BY 1
                """))
        .containsExactly(
            "1 Ann's team SETTLED 10000 https://example.org/final 7 10000 7 400 1 6000 0 null",
            "2 Bob's team OPEN null null null null null 140 2 6000 100 502500000");
    assertThat(
            Rows.of(
                database,
                """
                SELECT order_id, account_id, side, outcome, price, quantity, filled, remaining,
                       canceled, cost, fees, close_reason, client_order_id, message
                FROM orders ORDER BY 1
                """))
        .containsExactly(
            "1 16 BUY YES 6000 1000 400 0 600 2400000 0 CANCELED ann-1 good luck ✓",
            "2 17 BUY NO 4000 400 400 0 0 1600000 0 FILLED null null",
            "3 16 BUY YES 0 100 100 0 0 501300 5 FILLED null null",
            "4 16 BUY NO 0 40 40 0 0 160000 0 FILLED null null",
            "5 17 BUY YES 6000 100 40 60 0 240000 0 null null null");
    assertThat(
            Rows.of(
                database,
                """
                SELECT trade_id, market_id, kind, yes_price, quantity, taker_account, taker_cost,
                       maker_account, maker_cost
                FROM trades ORDER BY 1
                """))
        .containsExactly(
            "1 1 MINT 6000 400 17 1600000 16 2400000",
            "2 2 AMM 5013 100 16 501300 " + (3L << 40 | 2) + " 501300",
            "3 2 MINT 6000 40 16 160000 17 240000");
    assertThat(
            Rows.of(
                database,
                """
                SELECT trade_id, liquidity, account, side, outcome, price, counterparty_message
                FROM v_fills ORDER BY 1, 2
                """))
        .containsExactly(
            "1 MAKER account 16 BUY YES 0.6000 null",
            "1 TAKER account 17 BUY NO 0.4000 good luck ✓",
            "2 MAKER maker of market 2 SELL YES 0.5013 null",
            "2 TAKER account 16 BUY YES 0.5013 null",
            "3 MAKER account 17 BUY YES 0.6000 null",
            "3 TAKER account 16 BUY NO 0.4000 null");
    assertThat(
            Rows.of(
                database,
                """
                SELECT account, asset, free, held FROM v_balances ORDER BY account_id, asset
                """))
        .containsExactly(
            "external CASH -200.000000 0.000000",
            "account 16 CASH 101.098695 0.000000",
            "account 16 YES of market 2 1.000000 0.000000",
            "account 17 CASH 98.400000 0.000000");
    // Ann, market 2: 1.00 YES for 0.501305; 0.40 NO for 0.16; then 0.40 sets redeemed for 0.40.
    assertThat(
            Rows.of(
                database,
                """
                SELECT account_id, market_id, yes_quantity, yes_cost, yes_realized, no_quantity,
                       no_cost, no_realized
                FROM positions ORDER BY 1, 2
                """))
        .containsExactly(
            "16 1 0 0 1600000 0 0 0",
            "16 2 60 300783 0 0 0 39478",
            "17 1 0 0 0 0 0 -1600000",
            "17 2 40 240000 0 0 0 0");
    assertThat(
            Rows.of(
                database,
                """
                SELECT account_id, yes_quantity, no_quantity, yes_paid, no_paid, yes_cost, no_cost
                FROM settlements ORDER BY 1
                """))
        .containsExactly("16 400 0 4000000 0 2400000 0", "17 0 400 0 0 0 1600000");
    assertThat(
            Rows.of(database, "SELECT transfer_id, to_account, amount FROM transfers ORDER BY 2"))
        .containsExactly(
            Scripts.ANNS_DEPOSIT + " 16 100000000", Scripts.BOBS_DEPOSIT + " 17 100000000");
    assertThat(
            Rows.of(
                database,
                "SELECT at, reason, amount FROM v_ledger WHERE account = 'account 17' ORDER BY seq"))
        .containsExactly(
            "2023-11-14 22:13:20.003+00 TRANSFER 100.000000",
            "2023-11-14 22:13:20.009+00 TRADE -1.600000",
            "2023-11-14 22:13:20.009+00 TRADE 4.000000",
            "2023-11-14 22:13:20.018+00 SETTLEMENT -4.000000");
  }

  @Test
  void everyTableSaysWhatGoesBeyondPlainTrading() throws Exception {
    JournalScript script = Scripts.everythingElse();
    project(script, ProjectionOptions.DEFAULT);

    assertThat(Rows.of(database, "SELECT account_id, netting, suspended FROM accounts ORDER BY 1"))
        .containsExactly("16 f f", "17 f t");
    assertThat(Rows.of(database, "SELECT state, actor FROM exchange_states ORDER BY seq"))
        .containsExactly("CANCEL_ONLY 7", "OPEN 7");
    assertThat(
            Rows.of(
                database,
                """
                SELECT market_id, kind, band_below, band_tick, collar, challenge_ms, four_eyes,
                       open_at_ms, close_at_ms, liquidity
                FROM markets ORDER BY 1
                """))
        .containsExactly(
            "1 BINARY {} {} 0 0 f 0 9500 0",
            "2 BINARY {} {} 0 0 f 0 0 8000",
            "3 ASSET {100,1000} {1,10} 500 60000 t 0 0 0",
            "4 ASSET {100,1000} {1,10} 500 60000 t 0 0 0");
    assertThat(
            Rows.of(
                database,
                """
                SELECT market_id, state, closed_ms IS NULL, resolved_ms IS NULL, proposed_fraction,
                       proposed_evidence, proposed_by, resolved_fraction, resolved_by, final_at_ms
                FROM markets WHERE market_id < 3 ORDER BY 1
                """))
        .containsExactly(
            "1 CLOSED f t null null null null null null", "2 RESOLVED f f 0 looked again 7 0 7 0");
    assertThat(
            Rows.of(
                database,
                """
                SELECT market_id, step, yes_fraction, words, final_at_ms, actor
                FROM resolution_steps ORDER BY seq
                """))
        .containsExactly(
            "1 PROPOSED 10000 https://example.org/final null 7",
            "1 CONFIRMED 10000 null 99000 7",
            "1 CHALLENGED null the goal did not count null 7",
            "2 PROPOSED 10000 seen null 7",
            "2 CONFIRMED 10000 null 98000 7",
            "2 CHALLENGED null not seen null 7",
            "2 PROPOSED 0 looked again null 7",
            "2 CONFIRMED 0 null 0 7");
    assertThat(
            Rows.of(
                database,
                """
                SELECT order_id, price, quantity, filled, remaining, canceled, reduced, basket,
                       order_group, close_reason
                FROM orders ORDER BY 1
                """))
        .containsExactly(
            "1 5200 900 200 0 700 100 null 1 GROUP_TRIGGERED",
            "2 4900 200 200 0 0 0 null 0 FILLED",
            "3 5000 100 0 0 0 0 7 0 FILLED",
            "4 5000 100 0 0 0 0 7 0 FILLED",
            "5 5000 100 0 100 0 0 null 0 null",
            "6 5000 100 0 0 100 0 null 0 MERGED");
    assertThat(
            Rows.of(
                database,
                "SELECT basket_id, account_id, order_count, client_order_id FROM baskets"))
        .containsExactly("7 16 2 both");
    assertThat(
            Rows.of(
                database,
                """
                SELECT group_id, account_id, fill_limit, window_ms, state, created_seq < updated_seq
                FROM order_groups
                """))
        .containsExactly("1 16 1000 60000 TRIGGERED t");
    assertThat(
            Rows.of(
                database,
                """
                SELECT account_id, market_id, outcome, quantity, amount, reason, actor
                FROM holding_changes ORDER BY seq
                """))
        .containsExactly(
            "16 1 YES 100 -500000 SPLIT_ALL 7",
            "16 2 YES 100 -500000 SPLIT_ALL 7",
            "16 1 YES -40 200000 MERGE_ALL 7",
            "16 4 YES 500 0 INITIAL 7",
            "16 3 YES 200 0 PRODUCTION 7",
            "16 4 YES -300 0 CONSUMPTION 7");
    assertThat(
            Rows.of(
                database,
                "SELECT market_id, yes_quantity, yes_cost FROM positions WHERE account_id = 16"
                    + " ORDER BY 1"))
        .containsExactly("1 260 1320000", "2 100 500000", "3 200 0", "4 200 0");
    assertThat(
            Rows.of(
                database, "SELECT account_id, market_id, authorised FROM producers ORDER BY 1, 2"))
        .containsExactly("16 3 t", "16 4 f", "17 3 t");
    assertThat(Rows.of(database, "SELECT good, needs, quantity FROM v_recipes"))
        .containsExactly("Bread Flour 1.50");
    for (String view :
        List.of("v_accounts", "v_holding_changes", "v_order_groups", "v_resolution_steps")) {
      assertThat(Rows.of(database, "SELECT * FROM " + view)).as(view).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void rowsDoNotDependOnHowTheJournalWasCutIntoBatches(JournalScript script) throws Exception {
    project(script, ProjectionOptions.DEFAULT);
    DerivedChecksum whole = DerivedTables.checksum(database);

    try (Database other = Database.open(TestServer.emptyDatabase(), 4)) {
      try (Projection projection = Projection.start(other, SMALL)) {
        for (int i = 0; i < script.size(); i++) {
          script.tell(projection, i, i + 1);
          assertThat(projection.awaitPosition(script.lastSeq(i), PATIENCE)).isTrue();
        }
      }
      assertThat(DerivedTables.checksum(other)).isEqualTo(whole);
    }
  }

  static Stream<JournalScript> scripts() {
    return Stream.of(Scripts.oneMarketFromCreationToSettlement(), Scripts.everythingElse());
  }

  @Test
  void skipsWhatItHasAndContinuesAfterARestart() throws Exception {
    JournalScript script = Scripts.busy(200);
    int middle = script.size() / 2;
    try (Projection first = Projection.start(database, SMALL)) {
      script.tell(first, 0, middle);
    }
    try (Projection second = Projection.start(database, SMALL)) {
      assertThat(second.position()).isEqualTo(script.lastSeq(middle - 1));
      script.tell(second); // from the beginning: the first half is old news
      assertThat(second.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
    }
    assertBusy(200);
  }

  @Test
  void losesAndDoublesNothingWhenItsConnectionIsCutAgainAndAgain() throws Exception {
    JournalScript script = Scripts.busy(3_000);
    try (Projection projection = Projection.start(database, SMALL)) {
      CompletableFuture<Void> telling = CompletableFuture.runAsync(() -> script.tell(projection));
      int cuts = 0;
      long cutAt = 0;
      while (!projection.awaitPosition(Math.min(cutAt, script.lastSeq()), PATIENCE)
          || projection.position() < script.lastSeq()) {
        if (cutTheWriter()) {
          cuts++;
          cutAt = projection.position() + 500;
        }
      }
      telling.get(30, TimeUnit.SECONDS);
      assertThat(cuts).isGreaterThan(5);
    }
    assertBusy(3_000);
  }

  @Test
  void stopsAtAGap() {
    JournalScript script = Scripts.busy(10);
    try (Projection projection = Projection.start(database, SMALL)) {
      script.tell(projection, 0, 3);
      assertThatThrownBy(() -> script.tell(projection, 4, 5))
          .isInstanceOf(ProjectionException.class)
          .hasMessageContaining("gap");
      assertThat(projection.status().failure()).contains("gap");
      assertThatThrownBy(() -> projection.awaitPosition(1_000, PATIENCE))
          .isInstanceOf(ProjectionException.class);
    }
    try (Projection next = Projection.start(database, SMALL)) {
      assertThat(next.position()).as("whole commands only").isIn(0L, 2L, 4L, 5L);
    }
  }

  @Test
  void writesOnlyWholeCommands() throws Exception {
    try (Projection projection = Projection.start(database, SMALL)) {
      projection.onCommand(1, 1, 1, 0);
      projection.onRejected(1, new Rejection());
      projection.onCommandEnd(1);
      projection.onCommand(2, 1, 2, 0);
      projection.onAccountOpened(2, 20, true);
      assertThat(projection.awaitPosition(1, PATIENCE)).isTrue();
    }
    assertThat(Rows.of(database, "SELECT seq FROM projection_position")).containsExactly("1");
    assertThat(Rows.of(database, "SELECT account_id FROM accounts")).isEmpty();
  }

  @Test
  void aSecondProjectionIsKeptOut() throws Exception {
    ProjectionOptions impatient =
        new ProjectionOptions(
            Duration.ZERO,
            7,
            200,
            3,
            Duration.ofMillis(5),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(10));
    try (Projection first = Projection.start(database, SMALL)) {
      assertThatThrownBy(() -> Projection.start(database, impatient))
          .isInstanceOf(ProjectionException.class)
          .hasMessageContaining("another projection");
      Scripts.busy(5).tell(first);
      assertThat(first.awaitPosition(5, PATIENCE)).isTrue();
    }
    Projection.start(database, impatient).close();
  }

  @Test
  void stopsWhenSomebodyElseHasWrittenItsTables() throws Exception {
    JournalScript script = Scripts.busy(10);
    try (Projection projection = Projection.start(database, SMALL)) {
      script.tell(projection, 0, 3);
      assertThat(projection.awaitPosition(script.lastSeq(2), PATIENCE)).isTrue();
      Rows.execute(database, "UPDATE projection_position SET seq = seq + 1");
      script.tell(projection, 3, 4);
      await().atMost(PATIENCE).until(() -> projection.status().failure() != null);
      assertThat(projection.status().failure()).contains("another program");
    }
  }

  @Test
  void confirmsAccountsAndTransfersToThePeoplesTables() throws Exception {
    Rows.execute(
        database,
        "INSERT INTO users (account_id, username, username_key) VALUES (16, 'Ann', 'ann')");
    Rows.execute(
        database,
        """
        INSERT INTO outbox (transfer_id, correlation, kind, from_account, to_account, amount,
          reference, created_at, updated_at, next_attempt_at)
        VALUES ('%s', 1, 'DEPOSIT', 1, 16, 100000000, 'deposit', now(), now(), now())
        """
            .formatted(Scripts.ANNS_DEPOSIT));
    project(Scripts.oneMarketFromCreationToSettlement(), SMALL);
    assertThat(Rows.of(database, "SELECT username, opened_seq FROM users"))
        .containsExactly("Ann 1");
    assertThat(Rows.of(database, "SELECT completed_seq, state FROM outbox"))
        .containsExactly("3 DONE");
    assertThat(Rows.of(database, "SELECT next FROM account_numbers"))
        .as("no number the journal already uses is given out again")
        .containsExactly("18");
  }

  @Test
  void isVisibleSoonEvenWhenNothingFollows() throws Exception {
    try (Projection projection = Projection.start(database)) {
      JournalScript script = Scripts.busy(50);
      script.tell(projection, 0, 1);
      assertThat(projection.awaitPosition(script.lastSeq(0), PATIENCE)).isTrue();
      long began = System.nanoTime();
      script.tell(projection, 1, 2);
      assertThat(projection.awaitPosition(script.lastSeq(1), PATIENCE)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private void project(JournalScript script, ProjectionOptions options) throws Exception {
    try (Projection projection = Projection.start(database, options)) {
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
    }
  }

  private boolean cutTheWriter() {
    return !Rows.of(
            database,
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory'
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
        .isEmpty();
  }

  /** Every trade there once, and every running total as if nothing had happened. */
  private void assertBusy(int trades) {
    long sold = 100L * trades;
    assertThat(Rows.of(database, "SELECT count(*), max(trade_id) FROM trades"))
        .containsExactly(trades + " " + trades);
    assertThat(Rows.of(database, "SELECT count(*) FROM fills")).containsExactly("" + 2 * trades);
    assertThat(Rows.of(database, "SELECT volume, trade_count FROM markets"))
        .containsExactly(sold + " " + trades);
    assertThat(Rows.of(database, "SELECT sum(filled), sum(cost) FROM orders WHERE account_id = 16"))
        .containsExactly(sold + " " + 6_000 * sold);
    assertThat(
            Rows.of(database, "SELECT yes_quantity, yes_cost FROM positions WHERE account_id = 16"))
        .containsExactly(sold + " " + 6_000 * sold);
    assertThat(Rows.of(database, "SELECT free FROM balances WHERE account_id = 17 ORDER BY asset"))
        .isEqualTo(List.of("" + -4_000 * sold, "" + sold));
  }
}
