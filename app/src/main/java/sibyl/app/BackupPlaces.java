package sibyl.app;

import java.nio.file.Path;
import java.util.List;

/** Where in a backup what is; in a data directory the same names are used, but for the tables. */
final class BackupPlaces {
  static final String LOG = "cluster";
  static final String TABLES = "tables";
  static final String POSTGRES = "postgres";
  static final String KEY = "people.key";

  /** Copied before the tables, which must have all that the note of the audit log's end says. */
  static final List<String> BEFORE_TABLES = List.of("audit.head", KEY, Restraint.MARK);

  /** The sandbox is the world outside: it knows at least what the tables say of it. */
  static final List<String> AFTER_TABLES = List.of("sandbox-payments.log");

  private BackupPlaces() {}

  static Path tables(Path backup) {
    return backup.resolve(TABLES);
  }
}
