package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.store.Database;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/** The way of an order makes no call to the database: with that stopped, trading goes on. */
class TradingWithoutDatabaseIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ORDERS = 40;

  @TempDir private Path directory;

  @Test
  void ordersOfWhoIsSignedInGoOnAndEverythingArrivesWhenItIsBack() {
    EmbeddedPostgres postgres = startPostgres(0);
    int port = Integer.parseInt(postgres.address().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    try (Sibyl sibyl =
        aSibyl()
            .running("up", "--dev", "--database-url", url(postgres))
            .withData(directory.resolve("data"))
            .start()
            .awaitReady()) {
      Staff staff = Staff.signIn(sibyl.url());
      String market = staff.opensMarket("Does trading go on?");
      Person ada = Person.signUp(sibyl.url(), "ada").deposits("100.00");
      Person bob = Person.signUp(sibyl.url(), "bob").deposits("100.00");
      assertThat(ada.cash()).isEqualTo("100.00 + 0.00");
      assertThat(bob.cash()).isEqualTo("100.00 + 0.00");

      postgres.close();
      for (int i = 0; i < ORDERS; i++) {
        ada.buys("1", "yes", "0.60", market);
        bob.buys("1", "no", "0.40", market);
      }
      assertThat(ada.cash()).isEqualTo("76.00 + 0.00");
      assertThat(ada.shares(market)).isEqualTo("40.00 yes");
      assertThat(bob.cash()).isEqualTo("84.00 + 0.00");

      postgres = startPostgres(port);
      Database database = Database.open(postgres.address(), 1);
      try (database) {
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> count(database, "SELECT count(*) FROM trades") == ORDERS);
        assertThat(count(database, "SELECT count(*) FROM orders")).isEqualTo(2 * ORDERS);
      }
    } finally {
      postgres.close();
    }
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
