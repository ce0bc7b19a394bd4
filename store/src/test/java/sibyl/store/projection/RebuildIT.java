package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sibyl.store.Database;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.Scripts;
import sibyl.store.TestServer;
import sibyl.store.schema.DerivedTables;

/** The tables, emptied and written again. */
@Timeout(120)
class RebuildIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(TestServer.emptyDatabase(), 4);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @MethodSource("sibyl.store.projection.ProjectionIT#scripts")
  void aRebuiltTableHasTheSameRows(JournalScript script) throws Exception {
    try (Projection live = Projection.start(database)) {
      for (int i = 0; i < script.size(); i++) {
        script.tell(live, i, i + 1);
        assertThat(live.awaitPosition(script.lastSeq(i), PATIENCE)).isTrue();
      }
    }
    Rebuild.Result result = rebuild(script);
    assertThat(result.lastSeq()).isEqualTo(script.lastSeq());
    assertThat(result.after()).isEqualTo(result.before());
    assertThat(result.after().differences(result.before())).isEmpty();
    assertThat(result.after().rows()).isGreaterThan(30);
    assertThat(Rows.of(database, "SELECT seq, state FROM projection_position"))
        .containsExactly(script.lastSeq() + " FOLLOWING");
  }

  @Test
  void aRowThatWasTamperedWithShowsAndIsMended() throws Exception {
    JournalScript script = Scripts.oneMarketFromCreationToSettlement();
    rebuild(script);
    Rows.execute(database, "UPDATE balances SET free = free + 1 WHERE account_id = 16");
    Rows.execute(database, "DELETE FROM trades WHERE trade_id = 2");
    Rebuild.Result result = rebuild(script);
    assertThat(result.after().differences(result.before())).containsExactly("balances", "trades");
    assertThat(Rows.of(database, "SELECT count(*) FROM trades")).containsExactly("3");
  }

  @Test
  void anOrdinaryProjectionCarriesOnWhereARebuildWasInterrupted() throws Exception {
    JournalScript script = Scripts.busy(100);
    rebuild(script);
    var whole = DerivedTables.checksum(database);
    assertThatThrownBy(
            () ->
                new Rebuild(database, ProjectionOptions.DEFAULT)
                    .run(
                        handler -> {
                          script.tell(handler, 0, 50);
                          throw new IllegalStateException("the journal cannot be read");
                        },
                        PATIENCE))
        .hasMessageContaining("cannot be read");
    try (Projection projection = Projection.start(database)) {
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
    }
    assertThat(DerivedTables.checksum(database)).isEqualTo(whole);
  }

  @Test
  void isRefusedWhileAProjectionRuns() {
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
    try (Projection running = Projection.start(database)) {
      assertThat(running.position()).isZero();
      assertThatThrownBy(() -> new Rebuild(database, impatient).run(handler -> 0, PATIENCE))
          .isInstanceOf(ProjectionException.class)
          .hasMessageContaining("another projection");
    }
  }

  @Test
  void everyTableIsEitherDerivedOrOfPeople() {
    assertThat(
            Rows.of(
                database,
                """
                SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                """))
        .filteredOn(name -> !DerivedTables.NAMES.contains(name))
        .containsExactlyInAnyOrder(
            "account_numbers",
            "exchange_identity",
            "users",
            "credentials",
            "second_factors",
            "recovery_codes",
            "mails",
            "mail_proofs",
            "factor_releases",
            "sessions",
            "api_keys",
            "outbox",
            "deposits",
            "withdrawals",
            "payout_switch",
            "money_steps",
            "provider_events",
            "identity_items",
            "referrals",
            "staff_members",
            "staff_changes",
            "house_grants",
            "audit_log",
            "audit_head",
            "teams",
            "team_members",
            "contests",
            "contest_markets",
            "contest_teams",
            "contest_goods",
            "event_drafts",
            "event_draft_versions",
            "market_evidence",
            "adjustments",
            "broadcasts",
            "watchlist",
            "user_settings",
            "notifications",
            "notifications_read",
            "notification_position",
            "projection_position",
            "flyway_schema_history");
  }

  private Rebuild.Result rebuild(JournalScript script) throws InterruptedException {
    return new Rebuild(database, ProjectionOptions.DEFAULT)
        .run(
            handler -> {
              script.tell(handler);
              return script.lastSeq();
            },
            PATIENCE);
  }
}
