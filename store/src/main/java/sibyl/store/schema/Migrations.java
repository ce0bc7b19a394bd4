package sibyl.store.schema;

import org.flywaydb.core.Flyway;
import sibyl.store.DatabaseAddress;

/** Brings a database to the schema of this program. */
public final class Migrations {
  private static final int CONNECT_RETRIES = 5;
  private static final String NEWEST = "latest";

  private Migrations() {}

  /**
   * Applies what is missing. Several programs may do this at once: the first one does it.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached, or if an
   *     applied migration is not the one this program knows
   */
  public static void apply(DatabaseAddress address) {
    apply(address, NEWEST);
  }

  /**
   * Applies what is missing up to one version, for rows that were written under it.
   *
   * @throws org.flywaydb.core.api.FlywayException as the other, or if this program does not know
   *     the version
   */
  public static void apply(DatabaseAddress address, String version) {
    Flyway.configure()
        .target(version)
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations("classpath:sibyl/store/migration")
        .connectRetries(CONNECT_RETRIES)
        .loggers("slf4j")
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }
}
