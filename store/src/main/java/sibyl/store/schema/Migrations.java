package sibyl.store.schema;

import org.flywaydb.core.Flyway;
import sibyl.store.DatabaseAddress;

/** Brings a database to the schema of this program. */
public final class Migrations {
  private static final int CONNECT_RETRIES = 5;

  private Migrations() {}

  /**
   * Applies what is missing. Several programs may do this at once: the first one does it.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached, or if an
   *     applied migration is not the one this program knows
   */
  public static void apply(DatabaseAddress address) {
    Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations("classpath:sibyl/store/migration")
        .connectRetries(CONNECT_RETRIES)
        .loggers("slf4j")
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }
}
