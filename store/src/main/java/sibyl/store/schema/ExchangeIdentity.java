package sibyl.store.schema;

import java.util.Optional;
import java.util.UUID;
import sibyl.store.Database;

/** Which exchange a database belongs to. */
public final class ExchangeIdentity {
  private ExchangeIdentity() {}

  /** Empty for a database that no exchange has used yet. */
  public static Optional<UUID> of(Database database) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("SELECT id FROM exchange_identity").mapTo(UUID.class).findOne());
  }

  /** Makes it the database of an exchange, whatever it was before. */
  public static void set(Database database, UUID id) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "INSERT INTO exchange_identity (id) VALUES (:id)"
                            + " ON CONFLICT (only_row) DO UPDATE SET id = excluded.id")
                    .bind("id", id)
                    .execute());
  }
}
