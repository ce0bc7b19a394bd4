package sibyl.store.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.store.Database;
import sibyl.store.DatabaseAddress;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.Scripts;
import sibyl.store.TestServer;
import sibyl.store.projection.Projection;
import sibyl.store.schema.DerivedTables;

/** A database as files, and the database made of them. */
@Timeout(120)
class TablesDumpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TRIGGERS =
      "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1";

  @TempDir private Path folder;
  private DatabaseAddress original;
  private JournalScript script;

  @BeforeEach
  void fill() throws Exception {
    original = TestServer.migratedDatabase();
    script = Scripts.oneMarketFromCreationToSettlement();
    try (Database database = Database.open(original, 4);
        Projection live = Projection.start(database)) {
      script.tell(live, 0, script.size());
      assertThat(live.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
    }
    Rows.executeAsOwner(
        original,
        "INSERT INTO users (account_id, username, username_key) VALUES"
            + " (16, E'tab\\t back\\\\slash \\u00e9', 'a'), (17, 'bob', 'bob')");
    Rows.executeAsOwner(
        original,
        "INSERT INTO referrals (account_id, referrer_id, reward, decided_at) VALUES (17, 16, 0, now())");
    for (int seq = 1; seq <= 3; seq++) {
      Rows.executeAsOwner(
          original,
          "INSERT INTO audit_log VALUES (%d, now(), 'DONE', %s, 1, 'root', '', 'x', '', NULL, NULL, NULL, NULL, '', '', '', '', 'h')"
              .formatted(seq, seq == 3 ? "2" : "NULL"));
    }
    Rows.executeAsOwner(
        original, "INSERT INTO exchange_identity (id) VALUES ('" + UUID.randomUUID() + "')");
  }

  @Test
  void whatIsLoadedHasTheSameRowsTriggersAndSequences() throws Exception {
    Path dump = Files.createDirectory(folder.resolve("dump"));
    long[] bytes = {0};
    DumpContents written = TablesDump.write(original, dump, some -> bytes[0] += some);
    assertThat(written.position()).isEqualTo(script.lastSeq());
    assertThat(bytes[0]).isPositive();
    assertThat(DumpContents.read(dump)).isEqualTo(written);

    DatabaseAddress copy = TestServer.emptyDatabase();
    TablesLoad.load(copy, dump, some -> {});
    try (Connection one = original.connect();
        Connection other = copy.connect()) {
      assertThat(DerivedTables.checksum(other)).isEqualTo(DerivedTables.checksum(one));
    }
    for (DumpContents.Table table : written.tables()) {
      String all = "SELECT t::text FROM " + table.name() + " t ORDER BY 1";
      assertThat(rows(copy, all)).as(table.name()).isEqualTo(rows(original, all));
    }
    for (DumpContents.Sequence sequence : written.sequences()) {
      String last = "SELECT last_value, is_called FROM " + sequence.name();
      assertThat(rows(copy, last)).as(sequence.name()).isEqualTo(rows(original, last));
    }
    assertThat(rows(copy, TRIGGERS)).isNotEmpty().isEqualTo(rows(original, TRIGGERS));
    assertThatThrownBy(() -> TablesLoad.load(copy, dump, some -> {}))
        .hasMessageContaining("is not empty");
  }

  @Test
  void aRestoredDatabaseIsOfAnotherExchangeWithNobodySignedInAndPayoutsHeld() throws Exception {
    UUID another = UUID.randomUUID();
    new RestoredTables(original).separate(another);
    assertThat(rows(original, "SELECT id FROM exchange_identity"))
        .containsExactly(another.toString());
    assertThat(rows(original, "SELECT count(*) FROM sessions")).containsExactly("0");
    assertThat(rows(original, "SELECT state FROM payout_switch")).containsExactly("HELD");
  }

  @Test
  void moneyThatWasCutOffIsSentAgainAndTheRestIsLeftAlone() throws Exception {
    long cut = script.lastSeq() - 3;
    outbox("00000000-0000-0000-0000-000000000001", cut);
    outbox("00000000-0000-0000-0000-000000000002", cut + 1);
    assertThat(new RestoredTables(original).cutAfter(cut)).isEqualTo(1);
    assertThat(
            rows(
                original,
                "SELECT state, coalesce(completed_seq, 0) FROM outbox ORDER BY transfer_id"))
        .containsExactly("DONE " + cut, "WAITING 0");
    assertThat(rows(original, "SELECT seq FROM projection_position")).containsExactly("0");
    assertThat(rows(original, "SELECT count(*) FROM trades")).containsExactly("0");
    assertThat(rows(original, "SELECT settlement_seq <= " + cut + " FROM notification_position"))
        .containsExactly("t");
  }

  private void outbox(String id, long completed) {
    Rows.executeAsOwner(
        original,
        "INSERT INTO outbox (transfer_id, correlation, kind, from_account, to_account, amount,"
            + " reference, state, created_at, updated_at, next_attempt_at, completed_seq) VALUES ('"
            + id
            + "', 1, 'DEPOSIT', 1, 16, 5, 'deposit', 'DONE', now(), now(), now(), "
            + completed
            + ")");
  }

  private static List<String> rows(DatabaseAddress address, String query) {
    try (Database database = Database.readOnly(address, 1)) {
      return Rows.of(database, query);
    }
  }
}
