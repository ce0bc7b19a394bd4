package sibyl.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import sibyl.app.backup.BackupException;
import sibyl.app.backup.Manifest;
import sibyl.app.backup.NewDirectory;
import sibyl.app.backup.Progress;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.LogFiles;
import sibyl.cluster.LogReplay;
import sibyl.cluster.StateAt;
import sibyl.cluster.client.PrivateDirectory;
import sibyl.engine.limits.Limits;
import sibyl.store.DatabaseAddress;
import sibyl.store.dump.DumpContents;
import sibyl.store.dump.TablesDump;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;

/**
 * Makes a backup of an exchange that runs or is stopped, and verifies one.
 *
 * <p>The order of copying is what makes the parts fit: tables, then log. The tables are of one
 * moment and say up to which event they are; the log is copied up to a later place, so that a start
 * brings the tables up to it. Tables ahead of the log could not be put right. Of the people's
 * tables, what they have asked of the exchange and not seen done is asked again, and done once.
 */
final class Backup {
  private final Configuration configuration;
  private final PrintWriter out;

  Backup(Configuration configuration, PrintWriter out) {
    this.configuration = configuration;
    this.out = out;
  }

  /**
   * Makes one and verifies it.
   *
   * @throws BackupException if it cannot be made there, or does not agree with the exchange
   */
  Manifest make(Path target) throws IOException {
    Path data = configuration.data();
    if (!Files.isDirectory(Backend.logDirectory(configuration))) {
      throw new BackupException("there is no exchange in " + data + ": name the data directory");
    }
    try (NewDirectory fresh = NewDirectory.at(target)) {
      Manifest manifest = DataDirectory.isInUse(data) ? ofRunning(fresh) : ofStopped(fresh);
      manifest.write(fresh.path());
      fresh.finish();
      return manifest;
    }
  }

  private Manifest ofRunning(NewDirectory fresh) throws IOException {
    say("The exchange is running: its tables come first, then its log up to now");
    Optional<DatabaseAddress> database =
        configuration.databaseUrl().isEmpty()
            ? EmbeddedPostgres.running(postgres())
            : Optional.of(DatabaseAddress.parse(configuration.databaseUrl()));
    DatabaseAddress address =
        database.orElseThrow(
            () ->
                new BackupException(
                    "the exchange that runs has no database in its data directory: name the one it"
                        + " uses (--database-url)"));
    Instant made = Instant.now();
    DumpContents tables = copyAroundTables(fresh.path(), address);
    StateAt state = StateSocket.ask(configuration.data());
    copyLog(fresh.path(), state.logPosition(), state.seq());
    StateAt again = replay(fresh);
    if (again.seq() != state.seq() || again.hash() != state.hash()) {
      throw new BackupException(
          "the copy comes to another state than the exchange had: "
              + shown(again)
              + " instead of "
              + shown(state)
              + ". The log or its newest snapshot is damaged, or the engine has gone wrong");
    }
    return manifest(fresh.path(), made, state, tables);
  }

  private Manifest ofStopped(NewDirectory fresh) throws IOException {
    say("The exchange is stopped");
    try (DataDirectory _ = DataDirectory.lock(configuration.data())) {
      Instant made = Instant.now();
      DumpContents tables;
      if (configuration.databaseUrl().isEmpty()) {
        try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new EmbeddedPostgresOptions(postgres(), 0), step -> say("  " + step))) {
          tables = copyAroundTables(fresh.path(), server.address());
        }
      } else {
        tables = copyAroundTables(fresh.path(), DatabaseAddress.parse(configuration.databaseUrl()));
      }
      LogFiles log = new LogFiles(Backend.logDirectory(configuration));
      copyLog(fresh.path(), log.end(), LogFiles.ALL);
      return manifest(fresh.path(), made, replay(fresh), tables);
    }
  }

  private Path postgres() {
    return configuration.data().resolve(BackupPlaces.POSTGRES);
  }

  private DumpContents copyAroundTables(Path backup, DatabaseAddress address) throws IOException {
    requireRoom(backup, address);
    copyFiles(BackupPlaces.BEFORE_TABLES, backup);
    Path directory = Files.createDirectories(BackupPlaces.tables(backup));
    Progress progress = new Progress(out, "tables", TablesDump.bytes(address));
    DumpContents tables = TablesDump.write(address, directory, progress);
    progress.end();
    copyFiles(BackupPlaces.AFTER_TABLES, backup);
    return tables;
  }

  private void copyFiles(List<String> names, Path backup) throws IOException {
    for (String name : names) {
      Path file = configuration.data().resolve(name);
      if (Files.exists(file)) {
        Files.copy(file, backup.resolve(name));
      }
    }
  }

  private void requireRoom(Path backup, DatabaseAddress address) throws IOException {
    long wanted =
        new LogFiles(Backend.logDirectory(configuration)).bytes()
            + TablesDump.bytes(address)
            + ((long) configuration.diskReserveMb() << 20);
    long free = Files.getFileStore(backup).getUsableSpace();
    if (free < wanted) {
      throw new BackupException(
          "the backup needs up to %,d MB there, with the reserve of disk.reserve_mb, and %,d MB are free"
              .formatted(wanted >> 20, free >> 20));
    }
  }

  private void copyLog(Path backup, long logPosition, long seq) throws IOException {
    Path from = Backend.logDirectory(configuration);
    LogFiles log = new LogFiles(from);
    Progress progress = new Progress(out, "log and journal", log.bytes());
    log.copy(backup.resolve(BackupPlaces.LOG), logPosition, seq, progress);
    progress.end();
  }

  private StateAt replay(NewDirectory fresh) throws IOException {
    return replay(fresh.path(), fresh.trial());
  }

  private StateAt replay(Path backup, Path trial) throws IOException {
    return new LogReplay(
            backup.resolve(BackupPlaces.LOG), trial, Limits.defaults(), Progress.commands(out))
        .end();
  }

  private Manifest manifest(Path backup, Instant made, StateAt state, DumpContents tables)
      throws IOException {
    if (tables.position() > state.seq()) {
      throw new BackupException(
          "the tables are at event %d, the log ends with %d: they do not belong together"
              .formatted(tables.position(), state.seq()));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("program", VersionCommand.version());
    facts.put("schema", tables.schema());
    facts.put("key", Files.exists(backup.resolve(BackupPlaces.KEY)) ? "included" : "not-included");
    Progress progress = new Progress(out, "checksums", 0);
    Map<String, Manifest.FileSum> sums = Manifest.sums(backup, progress);
    progress.end();
    return new Manifest(
        Pairing.of(Backend.logDirectory(configuration)).id().toString(),
        made,
        state,
        tables.position(),
        facts,
        sums);
  }

  /**
   * Reads all of a backup again: every file's checksum, and the log from its newest snapshot on.
   *
   * @throws BackupException naming what is wrong
   */
  Manifest verify(Path backup) throws IOException {
    Manifest manifest = Manifest.read(backup);
    Progress progress = new Progress(out, "checksums", manifest.bytes());
    manifest.requireFiles(backup, progress);
    progress.end();
    Path trial = Files.createTempDirectory(scratchBeside(backup), "sibyl-verify-");
    try {
      requireSame(manifest, replay(backup, trial));
    } finally {
      PrivateDirectory.delete(trial);
    }
    return manifest;
  }

  private static Path scratchBeside(Path backup) {
    Path parent = backup.toAbsolutePath().getParent();
    return parent != null && Files.isWritable(parent)
        ? parent
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** The state at the end of the log must be what the manifest says. */
  static void requireSame(Manifest manifest, StateAt state) {
    if (!manifest.state().equals(state)) {
      throw new BackupException(
          "the log of the backup comes to another state than it should: "
              + shown(state)
              + " instead of "
              + shown(manifest.state())
              + "; is this the build that made it ("
              + Objects.requireNonNullElse(manifest.facts().get("program"), "?")
              + ")? If so, use another backup");
    }
  }

  /** One line for people. */
  static String shown(StateAt state) {
    return "event %d, log position %d, %s, state hash %016x"
        .formatted(
            state.seq(), state.logPosition(), Instant.ofEpochMilli(state.timeMs()), state.hash());
  }

  /** Says what a backup is. */
  void describe(Manifest manifest, Path backup) {
    say("");
    say("Backup of exchange " + manifest.exchange() + " in " + backup);
    say("  " + shown(manifest.state()));
    say(
        String.format(
            Locale.ROOT,
            "  tables at event %d; %d files, %,d bytes, every one verified",
            manifest.tables(),
            manifest.files().size(),
            manifest.bytes()));
    say(
        "included".equals(manifest.facts().get("key"))
            ? "  It holds people's data, hashes of passwords and the key of what is sealed: guard it"
                + " like the data directory"
            : "  It holds people's data and hashes of passwords: guard it like the data directory. The"
                + " key of what is sealed comes from the configuration (people.encryption_key) and is"
                + " NOT in it: keep that elsewhere");
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
