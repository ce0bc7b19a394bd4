package sibyl.systemtests;

import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/** The audit log's chain, looked at from outside: of a running program, a stopped one, a forged. */
@Timeout(300)
class AuditVerifyIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void theChainIsFollowedWhetherTheExchangeRunsOrNotAndAForgeryIsFound() throws SQLException {
    verifies(1, "there is no database");
    try (Sibyl sibyl = aSibyl().withData(data()).start().awaitReady()) {
      Staff staff = Staff.signIn(sibyl.url());
      staff.opensMarket("Is it written down?");
      verifies(0, "The audit log is as it was written: ");
      staff.opensMarket("Does it go on?");
    }
    verifies(0, "The audit log is as it was written: ");
    forge();
    verifies(1, "The audit log is NOT as it was written: entry 2: its fields are not those");
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void verifies(int exitCode, String verdict) {
    try (Sibyl verify = aSibyl().running("audit", "verify", "--dev").withData(data()).start()) {
      int ended = verify.awaitExit(PATIENCE);
      if (ended != exitCode || !verify.output().contains(verdict)) {
        throw verify.failure("expected exit code " + exitCode + " and '" + verdict + "'");
      }
    }
  }

  /** As whoever owns the database could. */
  private void forge() throws SQLException {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new EmbeddedPostgresOptions(data().resolve("postgres"), 0), StartProgress.SILENT);
        Connection connection = server.address().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE audit_log DISABLE TRIGGER USER");
      statement.execute("UPDATE audit_log SET username = 'somebody else' WHERE seq = 2");
      statement.execute("ALTER TABLE audit_log ENABLE TRIGGER USER");
    }
  }
}
