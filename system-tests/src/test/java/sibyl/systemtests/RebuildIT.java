package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/** The tables are a copy: they can be made anew, and what was wrong in them is gone then. */
class RebuildIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Name, rows and checksum of a table. */
  private static final Pattern TABLE = Pattern.compile("(?m)^  (\\w+) +([\\d,]+) rows  (\\S+)");

  @TempDir private Path directory;

  @Test
  void theRowsAreTheSameAndAWrongOneIsFoundAndPutRight() throws SQLException {
    trade();

    List<String> first = rebuilds(0, "All tables have the same rows as before");
    assertThat(first).anyMatch(table -> table.startsWith("trades 2 rows"));

    falsifyABalance();
    List<String> second = rebuilds(1, "DIFFERENT");
    List<String> third = rebuilds(0, "All tables have the same rows as before");
    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
  }

  private void trade() {
    try (Sibyl sibyl = aSibyl().withData(data()).start().awaitReady()) {
      Staff staff = Staff.signIn(sibyl.url());
      String market = staff.opensMarket("Are they the same?");
      String makers = staff.opensMakersMarket("And those of a market maker?");
      Person ada = Person.signUp(sibyl.url(), "ada").deposits("100.00");
      Person bob = Person.signUp(sibyl.url(), "bob").deposits("100.00");
      ada.buys("20", "yes", "0.6217", market);
      bob.buys("12.5", "no", "0.3783", market);
      bob.buys("12.34", "no", "0.70", makers);
      staff.closes(makers);
      staff.resolves(makers, "no");
      staff.confirms(makers);
      staff.settles(makers);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private List<String> rebuilds(int exitCode, String verdict) {
    try (Sibyl rebuild = aSibyl().running("rebuild", "--dev").withData(data()).start()) {
      int ended = rebuild.awaitExit(PATIENCE);
      if (ended != exitCode || !rebuild.output().contains(verdict)) {
        throw rebuild.failure("expected exit code " + exitCode + " and '" + verdict + "'");
      }
      return TABLE
          .matcher(rebuild.output())
          .results()
          .map(table -> table.group(1) + " " + table.group(2) + " rows, " + table.group(3))
          .toList();
    }
  }

  private void falsifyABalance() throws SQLException {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new EmbeddedPostgresOptions(data().resolve("postgres"), 0), StartProgress.SILENT);
        Connection connection = server.address().connect();
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate("update balances set free = free + 1 where account_id = 16"))
          .isPositive();
    }
  }
}
