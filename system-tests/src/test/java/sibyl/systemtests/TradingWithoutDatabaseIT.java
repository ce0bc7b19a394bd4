package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sibyl.store.Database;
import sibyl.store.DatabaseAddress;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Processes;
import sibyl.systemtests.program.Sibyl;

/**
 * The way of an order makes no call to the database: with that away, trading goes on, for longer
 * than anything is remembered without being looked up. {@code -Dsibyl.database.away.seconds=600}
 * makes it ten minutes.
 */
class TradingWithoutDatabaseIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration AWAY =
      Duration.ofSeconds(Long.getLong("sibyl.database.away.seconds", 34));
  private static final long BETWEEN_TRADES_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int TRADES_BEFORE = 50;

  @TempDir private Path directory;
  private int trades;
  private String market = "";
  private Person ada;
  private Person bob;

  /** How a database can be away. */
  private enum Absence {
    /** Nothing listens. */
    STOPPED,
    /** It accepts connections and does not answer. */
    FROZEN
  }

  @ParameterizedTest
  @EnumSource(Absence.class)
  void ordersOfWhoIsSignedInGoOnAndEverythingArrivesWhenItIsBack(Absence absence) {
    EmbeddedPostgres postgres = startPostgres(0);
    int port = Integer.parseInt(postgres.address().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    try (Sibyl sibyl =
        aSibyl()
            .running("up", "--dev", "--database-url", url(postgres))
            .withData(directory.resolve("data"))
            .start()
            .awaitReady()) {
      Staff staff = begin(sibyl);
      Person cara = Person.signUp(sibyl.url(), "cara");
      cara.get("/portfolio/balance").expect(200);
      Person unused = cara.programWithKey("read");
      tradeWhile(() -> trades < TRADES_BEFORE, "before");

      List<ProcessHandle> frozen = List.of();
      if (absence == Absence.STOPPED) {
        postgres.close();
      } else {
        frozen = Processes.ofDatabase(directory.resolve("database"));
        Processes.signal("-STOP", frozen);
      }
      final long sinceNs = System.nanoTime();
      tradeWhile(() -> System.nanoTime() - sinceNs < AWAY.toNanos(), "while " + absence);

      Reply unknown = unused.get("/portfolio/balance").expect(503, "database_unavailable");
      assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
      cara.signsOut().expect(503, "database_unavailable");
      cara.get("/portfolio/balance").expect(401);
      Reply page = staff.get("/system").expect(200);
      assertThat(page.at("/database/trouble")).contains("the database cannot be reached since");
      assertThat(page.json().path("outbox").isNull()).isTrue();
      Reply health = ada.getRoot("/health/ready").expect(200);
      assertThat(health.at("/warnings/0")).contains("the database cannot be reached since");

      if (absence == Absence.STOPPED) {
        postgres = startPostgres(port);
      } else {
        Processes.signal("-CONT", frozen);
      }
      everythingArrives(postgres.address());
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> unused.get("/portfolio/balance").status() == 200);
      cara.get("/portfolio/balance").expect(401);
      goesOn(sibyl, staff);
    } finally {
      postgres.close();
    }
  }

  @Test
  void anEmbeddedDatabaseThatIsKilledIsStartedAgainWhileTradingGoesOn() {
    Path data = directory.resolve("data");
    try (Sibyl sibyl = aSibyl().withData(data).start().awaitReady()) {
      Staff staff = begin(sibyl);
      for (int death = 1; death <= 2; death++) {
        ProcessHandle server = Processes.ofDatabase(data.resolve("postgres")).getFirst();
        server.destroyForcibly();
        tradeWhile(server::isAlive, "while it dies");
        int until = trades + TRADES_BEFORE;
        tradeWhile(() -> trades < until, "after a kill");
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> staff.get("/system").expect(200).json().at("/database/trouble").isNull());
      }
      everythingArrives(EmbeddedPostgres.running(data.resolve("postgres")).orElseThrow());
      goesOn(sibyl, staff);
    }
  }

  private Staff begin(Sibyl sibyl) {
    Staff staff = Staff.signIn(sibyl.url());
    market = staff.opensMarket("Does trading go on?");
    ada = Person.signUp(sibyl.url(), "ada").deposits("10000.00");
    bob = Person.signUp(sibyl.url(), "bob").deposits("10000.00").programWithKey("read", "trade");
    Awaitility.await().atMost(PATIENCE).until(() -> ada.cash().equals("10000.00 + 0.00"));
    Awaitility.await().atMost(PATIENCE).until(() -> bob.cash().equals("10000.00 + 0.00"));
    return staff;
  }

  /** One by a session and one by a key, and the balances that follow, again and again. */
  private void tradeWhile(BooleanSupplier more, String when) {
    List<Long> nanos = new ArrayList<>();
    while (more.getAsBoolean()) {
      long startNs = System.nanoTime();
      ada.buys("1", "yes", "0.60", market);
      nanos.add(System.nanoTime() - startNs);
      startNs = System.nanoTime();
      bob.buys("1", "no", "0.40", market);
      nanos.add(System.nanoTime() - startNs);
      trades++;
      LockSupport.parkNanos(BETWEEN_TRADES_NS);
    }
    assertThat(ada.cash()).isEqualTo(cash(10_000 * 100 - 60L * trades));
    assertThat(bob.cash()).isEqualTo(cash(10_000 * 100 - 40L * trades));
    assertThat(ada.shares(market)).isEqualTo(trades == 0 ? "" : trades + ".00 yes");
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%s: %d orders, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        when,
        sorted.length,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        percentile(sorted, 1));
  }

  private static double percentile(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : Arrays.stream(sorted).skip((long) ((sorted.length - 1) * share)).findFirst().orElse(0)
            / 1e6;
  }

  private static String cash(long cents) {
    return "%d.%02d + 0.00".formatted(cents / 100, cents % 100);
  }

  private void everythingArrives(DatabaseAddress address) {
    try (Database database = Database.readOnly(address, 1)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> count(database, "SELECT count(*) FROM trades") == trades);
      assertThat(count(database, "SELECT count(*) FROM orders")).isEqualTo(2 * trades);
    }
  }

  /** What needs the database works again, and money arrives, without a restart. */
  private void goesOn(Sibyl sibyl, Staff staff) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> ada.getRoot("/health/ready").expect(200).json().path("warnings").isEmpty());
    Person dora = Person.signUp(sibyl.url(), "dora").deposits("5.00");
    Awaitility.await().atMost(PATIENCE).until(() -> dora.cash().equals("5.00 + 0.00"));
    assertThat(staff.get("/system").expect(200).at("/outbox/dead")).isEqualTo("0");
  }

  private static int count(Database database, String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private static String url(EmbeddedPostgres postgres) {
    return postgres
        .address()
        .jdbcUrl()
        .replace(
            "jdbc:postgresql://",
            "postgresql://"
                + postgres.address().user()
                + ":"
                + postgres.address().password()
                + "@");
  }

  private EmbeddedPostgres startPostgres(int port) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgresOptions(directory.resolve("database"), port), StartProgress.SILENT);
  }
}
