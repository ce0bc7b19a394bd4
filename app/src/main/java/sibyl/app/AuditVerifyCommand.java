package sibyl.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sibyl.accounts.audit.AuditVerdict;
import sibyl.app.configuration.Configuration;
import sibyl.store.Database;
import sibyl.store.DatabaseAddress;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;

/**
 * Follows the audit log's chain of hashes from its first entry, whether the exchange runs or not. A
 * running one is asked by its database only; the database of a stopped one is started meanwhile.
 * Nothing is changed.
 */
@Command(
    name = "verify",
    description =
        "Say whether the audit log is as it was written. The exchange may be running or not. Ends"
            + " with 0 if it is, with 1 if it is not or cannot be read.")
final class AuditVerifyCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;
  private static final long SAY_EVERY_NS = Duration.ofSeconds(1).toNanos();

  @Spec private CommandSpec spec;
  private long saidNs = System.nanoTime();

  @Override
  public Integer call() throws IOException {
    Configuration configuration =
        ConfigurationOptions.read(
            spec, Configuration.defaults(Configuration.Mode.PRODUCTION, "data"));
    PrintWriter out = spec.commandLine().getOut();
    if (!configuration.databaseUrl().isEmpty()) {
      return verify(configuration, DatabaseAddress.parse(configuration.databaseUrl()), out);
    }
    Path directory = configuration.data().resolve("postgres");
    if (!Files.isDirectory(directory)) {
      throw new StartException(
          "there is no database in " + configuration.data() + ": name the data directory", null);
    }
    Optional<DatabaseAddress> running = EmbeddedPostgres.running(directory);
    if (running.isPresent()) {
      return verify(configuration, running.get(), out);
    }
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            new EmbeddedPostgresOptions(directory, 0), step -> say(out, "  " + step))) {
      return verify(configuration, server.address(), out);
    }
  }

  private int verify(Configuration configuration, DatabaseAddress address, PrintWriter out)
      throws IOException {
    try (Database database = Database.readOnly(address, CONNECTIONS)) {
      AuditVerdict verdict =
          AuditFiles.trail(configuration, database)
              .verify((entries, of) -> progress(out, entries, of));
      say(out, result(verdict));
      return verdict.isIntact() ? 0 : 1;
    }
  }

  private void progress(PrintWriter out, long entries, long of) {
    long nowNs = System.nanoTime();
    if (entries == of || nowNs - saidNs >= SAY_EVERY_NS) {
      saidNs = nowNs;
      say(out, String.format(Locale.ROOT, "  %,d of %,d entries", entries, of));
    }
  }

  private static String result(AuditVerdict verdict) {
    return verdict.isIntact()
        ? "The audit log is as it was written: %d entries, the last hash is %s, %d intents without outcome"
            .formatted(verdict.entries(), verdict.lastHash(), verdict.unfinished())
        : "The audit log is NOT as it was written: entry %d: %s"
            .formatted(verdict.firstWrong(), verdict.trouble());
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
