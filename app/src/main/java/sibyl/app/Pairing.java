package sibyl.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import sibyl.store.Database;
import sibyl.store.DurableFile;
import sibyl.store.schema.ExchangeIdentity;

/**
 * Ties a database to the log it belongs to. Both carry the identity of the exchange; the log's
 * directory also notes how far the tables were, so that a database from an older backup is told
 * from one that is only behind.
 *
 * <p>An empty, foreign or older database stops the start: people, staff and money under way are in
 * the right one only, and going on with another would lose them for good.
 */
final class Pairing {
  private final Path idFile;
  private final Path seenFile;
  private final UUID id;

  private Pairing(Path idFile, Path seenFile, UUID id) {
    this.idFile = idFile;
    this.seenFile = seenFile;
    this.id = id;
  }

  /**
   * Reads the identity of a log, which is made when the log is.
   *
   * @param directory of the log
   */
  static Pairing of(Path directory) throws IOException {
    Path idFile = directory.resolve("exchange.id");
    Path seenFile = directory.resolve("tables.seen");
    UUID id =
        Files.exists(idFile)
            ? UUID.fromString(Files.readString(idFile).strip())
            : UUID.randomUUID();
    return new Pairing(idFile, seenFile, id);
  }

  UUID id() {
    return id;
  }

  /**
   * Checks that a database is the one of this log. A new database and a new log are tied.
   *
   * @param tables the last event the tables have
   * @param log the last event of the log
   * @throws StartException saying what to do, if they do not belong together
   */
  void require(Database database, long tables, long log) throws IOException {
    Optional<UUID> other = ExchangeIdentity.of(database);
    boolean known = Files.exists(idFile);
    if (other.isPresent() && !other.get().equals(id)) {
      throw new StartException(
          known
              ? "this database belongs to exchange "
                  + other.get()
                  + ", this data directory to "
                  + id
                  + ": name the database that goes with the directory"
              : "this data directory is new, but the database belongs to exchange "
                  + other.get()
                  + ": name the data directory that goes with it, or an empty database",
          null);
    }
    if (other.isEmpty() && known && log > 0) {
      throw new StartException(
          ("the database is empty, but this exchange has %d events: its people and staff are in"
                  + " another database. Name that one, or restore it from a backup. If it is lost"
                  + " for good, \"sibyl rebuild\" ties this one to the exchange: people must join"
                  + " anew, their accounts at the exchange keep what they have")
              .formatted(log),
          null);
    }
    long seen = seen();
    if (tables < seen) {
      throw new StartException(
          ("the tables are at event %d, but they were at %d before: this database was restored from"
                  + " an older backup, and what people and staff did since is missing in it. Restore"
                  + " the newest one. To go on with this one, \"sibyl rebuild\" brings its tables up"
                  + " to date; what only the newer one held stays lost")
              .formatted(tables, seen),
          null);
    }
    tie(database, tables);
  }

  /** Writes down the identity of a log that was restored, and how far its tables are. */
  void begin(long tables) throws IOException {
    DurableFile.write(idFile, id + "\n");
    note(tables);
  }

  /** Makes the database the one of this log, as it is. */
  void tie(Database database, long tables) throws IOException {
    if (!Files.exists(idFile)) {
      DurableFile.write(idFile, id + "\n");
    }
    ExchangeIdentity.set(database, id);
    note(tables);
  }

  /** Notes how far the tables are. */
  void note(long tables) throws IOException {
    DurableFile.write(seenFile, tables + "\n");
  }

  private long seen() throws IOException {
    return Files.exists(seenFile) ? Long.parseLong(Files.readString(seenFile).strip()) : 0;
  }
}
