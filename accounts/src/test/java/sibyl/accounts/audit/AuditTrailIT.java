package sibyl.accounts.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.People;
import sibyl.accounts.audit.AuditEntry.Stage;
import sibyl.store.Rows;

/** What was written stays as it was, or it shows. */
@Timeout(120)
class AuditTrailIT {
  private static final KeyedHash KEY = KeyedHash.derived("a secret of the exchange", "audit");

  @TempDir private Path directory;

  private People people;
  private AuditTrail trail;

  @BeforeEach
  void open() throws IOException {
    people = new People();
    trail = trail(KEY);
  }

  /** As a program sees it that starts now. */
  private AuditTrail trail(KeyedHash key) throws IOException {
    return new DatabaseAuditTrail(
        people.database, key, AuditAnchor.in(directory.resolve("audit.head")), people.clock);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void entriesComeBackAsTheyWereWritten() {
    AuditEntry first = entry(Stage.INTENT, 0, "closeMarket", "");
    assertThat(trail.append(first)).isEqualTo(1);
    AuditEntry second = entry(Stage.OUTCOME, 1, "closeMarket", "200");
    assertThat(trail.append(second)).isEqualTo(2);
    assertThat(trail.page(AuditFilter.ANY, Long.MAX_VALUE, 10))
        .extracting(AuditRecord::entry)
        .containsExactly(second, first);
    assertThat(trail.page(AuditFilter.ANY, 2, 10)).extracting(AuditRecord::seq).containsExactly(1L);
    AuditFilter outcomes =
        new AuditFilter(7L, "closeMarket", "market_id=7", Stage.OUTCOME, "r", null, null);
    assertThat(trail.page(outcomes, Long.MAX_VALUE, 10))
        .extracting(AuditRecord::seq)
        .containsExactly(2L);
    assertThat(trail.verify())
        .satisfies(
            verdict -> {
              assertThat(verdict.isIntact()).isTrue();
              assertThat(verdict.entries()).isEqualTo(2);
              assertThat(verdict.unfinished()).isZero();
            });
  }

  @Test
  void manyWritersMakeOneChain() throws InterruptedException, ExecutionException {
    try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> written = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        written.add(writers.submit(() -> trail.append(entry(Stage.READ, 0, "getAccount", "200"))));
      }
      for (Future<Long> each : written) {
        each.get();
      }
    }
    assertThat(trail.verify())
        .satisfies(verdict -> assertThat(verdict.isIntact()).isTrue())
        .satisfies(verdict -> assertThat(verdict.entries()).isEqualTo(200));
  }

  @Test
  void theDatabaseRefusesToChangeRemoveOrEmpty() {
    trail.append(entry(Stage.READ, 0, "getAccount", "200"));
    for (String attempt :
        List.of(
            "UPDATE audit_log SET outcome = 'nothing happened'",
            "DELETE FROM audit_log",
            "TRUNCATE audit_log CASCADE",
            "UPDATE audit_head SET seq = 0",
            "DELETE FROM audit_head",
            "TRUNCATE audit_head")) {
      assertThatThrownBy(() -> Rows.executeAsOwner(people.owner, attempt))
          .as(attempt)
          .hasStackTraceContaining("audit log");
      assertThatThrownBy(() -> Rows.execute(people.database, attempt))
          .as(attempt + " by the program's role")
          .hasStackTraceContaining("permission denied");
    }
    assertThatThrownBy(
            () ->
                Rows.executeAsOwner(
                    people.owner, "SET session_replication_role = replica; DELETE FROM audit_log"))
        .hasStackTraceContaining("never changed");
  }

  @Test
  void aPlantedChangeIsFound() {
    for (int i = 0; i < 5; i++) {
      trail.append(entry(Stage.READ, 0, "getAccount", "200"));
    }
    for (String column :
        List.of("actor", "at", "username", "outcome", "before", "reason", "stage", "address")) {
      String value =
          switch (column) {
            case "actor" -> "8";
            case "at" -> "at + interval '1 second'";
            case "stage" -> "'DENIED'";
            default -> "'somebody else'";
          };
      String kept = Rows.of(people.database, select(column)).getFirst();
      plant("UPDATE audit_log SET %s = %s WHERE seq = 3".formatted(column, value));
      assertThat(trail.verify().firstWrong()).as(column).isEqualTo(3);
      plant(
          "UPDATE audit_log SET %s = %s WHERE seq = 3"
              .formatted(column, kept.equals("null") ? "NULL" : "'" + kept + "'"));
      assertThat(trail.verify().isIntact()).as(column).isTrue();
    }
    plant("DELETE FROM audit_log WHERE seq = 2");
    assertThat(trail.verify().firstWrong()).isEqualTo(2);
  }

  @Test
  void anEndThatWasCutOffIsMissed() {
    for (int i = 0; i < 3; i++) {
      trail.append(entry(Stage.READ, 0, "getAccount", "200"));
    }
    plant("DELETE FROM audit_log WHERE seq = 3");
    assertThat(trail.verify().firstWrong()).isEqualTo(3);
    assertThat(trail.verify().trouble()).contains("are gone");
  }

  @Test
  void anEndThatWasCutOffWithTheDatabasesOwnNoteOfItIsMissed() throws IOException {
    for (int i = 0; i < 3; i++) {
      trail.append(entry(Stage.READ, 0, "getAccount", "200"));
    }
    plant("DELETE FROM audit_log WHERE seq = 3");
    Rows.executeAsOwner(
        people.owner,
        "ALTER TABLE audit_head DISABLE TRIGGER USER; UPDATE audit_head SET seq = 2;"
            + " ALTER TABLE audit_head ENABLE TRIGGER USER");
    AuditTrail restarted = trail(KEY);
    assertThat(restarted.verify().firstWrong()).isEqualTo(3);
    assertThat(restarted.verify().trouble()).contains("are gone");
    assertThatThrownBy(() -> restarted.append(entry(Stage.READ, 0, "getAccount", "200")))
        .as("a new entry would take the place of the one that is gone")
        .hasMessageContaining("entries 3 to 3 of the audit log are gone");
  }

  @Test
  void aChainComputedAnewWithoutTheKeyIsFound() throws IOException {
    trail.append(entry(Stage.READ, 0, "getAccount", "200"));
    plant("DELETE FROM audit_log");
    Rows.executeAsOwner(
        people.owner,
        "ALTER TABLE audit_head DISABLE TRIGGER USER; UPDATE audit_head SET seq = 0;"
            + " ALTER TABLE audit_head ENABLE TRIGGER USER");
    new DatabaseAuditTrail(
            people.database,
            KeyedHash.derived("a guess", "audit"),
            AuditAnchor.in(directory.resolve("another")),
            people.clock)
        .append(entry(Stage.READ, 0, "getMarket", "200"));
    assertThat(trail.verify().firstWrong()).isEqualTo(1);
    assertThat(trail.verify().trouble()).contains("its fields are not those it was hashed with");
  }

  @Test
  void intentsThatNothingCameOfAreCounted() {
    trail.append(entry(Stage.INTENT, 0, "closeMarket", ""));
    assertThat(trail.verify().unfinished()).as("it may be under way").isZero();
    people.clock.forward(Duration.ofMinutes(2));
    assertThat(trail.verify().unfinished()).isOne();
  }

  /** As whoever owns the database could. */
  private void plant(String sql) {
    Rows.executeAsOwner(
        people.owner,
        "ALTER TABLE audit_log DISABLE TRIGGER USER; "
            + sql
            + "; ALTER TABLE audit_log ENABLE TRIGGER USER");
  }

  private static String select(String column) {
    return "SELECT " + column + " FROM audit_log WHERE seq = 3";
  }

  private static AuditEntry entry(Stage stage, long intent, String operation, String outcome) {
    return new AuditEntry(
        stage,
        intent,
        7,
        "olga",
        "settler",
        operation,
        "market_id=7",
        null,
        "{\"body\":{\"x\":\"ü\"}}",
        "{}",
        null,
        outcome,
        "r",
        "127.0.0.1");
  }
}
