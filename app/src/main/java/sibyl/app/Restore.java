package sibyl.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import sibyl.app.backup.BackupException;
import sibyl.app.backup.Manifest;
import sibyl.app.backup.NewDirectory;
import sibyl.app.backup.Progress;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.LogFiles;
import sibyl.cluster.LogReplay;
import sibyl.cluster.StateAt;
import sibyl.engine.limits.Limits;
import sibyl.store.DatabaseAddress;
import sibyl.store.dump.RestoredTables;
import sibyl.store.dump.TablesLoad;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;

/**
 * Makes a data directory of a backup, up to its end or to an earlier moment. What is made is
 * another exchange, with an identity of its own: the original may still run, and neither its log
 * goes with our database nor our log with its.
 */
final class Restore {
  private static final String NOTE = "restored.from";

  private final Configuration configuration;
  private final PrintWriter out;

  /**
   * @param configuration names the directory to be made, and the database if it is not embedded
   */
  Restore(Configuration configuration, PrintWriter out) {
    this.configuration = configuration;
    this.out = out;
  }

  /**
   * Restores.
   *
   * @return the state the exchange will start from
   * @throws BackupException if the backup is damaged or does not reach there, or the directory or
   *     the database is not empty
   */
  StateAt run(Path backup, PointInTime until) throws IOException {
    Path target = configuration.data();
    Manifest manifest = Manifest.read(backup);
    until.requireIn(manifest);
    try (NewDirectory fresh = NewDirectory.at(target)) {
      Progress progress = new Progress(out, "checksums", manifest.bytes());
      manifest.requireFiles(backup, progress);
      progress.end();
      StateAt state = restoreLog(backup, manifest, until, fresh);
      restoreFiles(backup, fresh.path());
      Pairing pairing = Pairing.of(fresh.path().resolve(BackupPlaces.LOG));
      boolean isCut = state.seq() < manifest.tables();
      int sentAgain = restoreTables(backup, fresh.path(), pairing, state, isCut);
      pairing.begin(isCut ? 0 : manifest.tables());
      Files.write(
          fresh.path().resolve(NOTE),
          List.of(
              "exchange " + manifest.exchange(),
              "backup " + backup.toAbsolutePath().normalize() + " made " + manifest.made(),
              "restored " + Instant.now() + " to " + Backup.shown(state)));
      fresh.finish();
      describe(manifest, until, state, pairing, isCut, sentAgain);
      return state;
    }
  }

  private StateAt restoreLog(Path backup, Manifest manifest, PointInTime until, NewDirectory fresh)
      throws IOException {
    Path from = backup.resolve(BackupPlaces.LOG);
    Path to = fresh.path().resolve(BackupPlaces.LOG);
    boolean isAll = until.test(manifest.state());
    StateAt end =
        isAll
            ? manifest.state()
            : new LogReplay(from, fresh.trial(), Limits.defaults(), Progress.commands(out))
                .last(until)
                .orElseThrow(
                    () ->
                        new BackupException(
                            "the log of this backup begins after that: use an older backup"));
    LogFiles log = new LogFiles(from);
    Progress progress = new Progress(out, "log and journal", log.bytes());
    log.copy(to, end.logPosition(), end.seq(), progress);
    progress.end();
    StateAt state =
        new LogReplay(to, fresh.trial(), Limits.defaults(), Progress.commands(out)).end();
    if (isAll) {
      Backup.requireSame(manifest, state);
    }
    return state;
  }

  private static void restoreFiles(Path backup, Path data) throws IOException {
    List<String> names =
        Stream.concat(BackupPlaces.BEFORE_TABLES.stream(), BackupPlaces.AFTER_TABLES.stream())
            .toList();
    for (String name : names) {
      if (Files.exists(backup.resolve(name))) {
        Files.copy(backup.resolve(name), data.resolve(name));
      }
    }
  }

  private int restoreTables(Path backup, Path data, Pairing pairing, StateAt state, boolean isCut)
      throws IOException {
    if (!configuration.databaseUrl().isEmpty()) {
      return fill(
          DatabaseAddress.parse(configuration.databaseUrl()), backup, pairing, state, isCut);
    }
    EmbeddedPostgresOptions options =
        new EmbeddedPostgresOptions(data.resolve(BackupPlaces.POSTGRES), 0);
    try (EmbeddedPostgres server = EmbeddedPostgres.start(options, step -> say("  " + step))) {
      return fill(server.address(), backup, pairing, state, isCut);
    }
  }

  private int fill(
      DatabaseAddress owner, Path backup, Pairing pairing, StateAt state, boolean isCut)
      throws IOException {
    Progress progress = new Progress(out, "tables", 0);
    TablesLoad.load(owner, BackupPlaces.tables(backup), progress);
    progress.end();
    RestoredTables tables = new RestoredTables(owner);
    tables.separate(pairing.id());
    return isCut ? tables.cutAfter(state.seq()) : 0;
  }

  private void describe(
      Manifest manifest,
      PointInTime until,
      StateAt state,
      Pairing pairing,
      boolean isCut,
      int sentAgain) {
    say("");
    say("Restored to " + configuration.data());
    say("  " + Backup.shown(state));
    if (!until.test(manifest.state())) {
      say(
          "  What came after is cut from the log; the backup went on to event "
              + manifest.state().seq());
    }
    if (isCut) {
      say(
          "  The tables of orders, trades and balances are written anew by the next start. The tables"
              + " of people and staff cannot be wound back: they are as of "
              + manifest.made());
      say(
          "  "
              + sentAgain
              + " transfers that were cut are sent again, since what was paid in or out has happened;"
              + " corrections by staff and orders after that moment are gone");
    }
    say("");
    say(
        "It is exchange "
            + pairing.id()
            + " now, and not "
            + manifest.exchange()
            + ". Before it serves:");
    say("  1. Stop the original and keep it stopped: API keys are valid at both.");
    say(
        "  2. Give it the configuration of the original, people.encryption_key above all, and a new");
    say("     cluster.secret.");
    say("  3. Start it with \"sibyl up\" and compare. Everybody has to sign in anew.");
    say(
        "  4. Payouts are held until staff say otherwise (PUT /admin/exchange, payouts): see first that");
    say("     what the original has paid is not paid again.");
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
