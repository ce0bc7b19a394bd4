package sibyl.app;

import java.io.IOException;
import java.time.InstantSource;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.audit.AuditAnchor;
import sibyl.accounts.audit.DatabaseAuditTrail;
import sibyl.app.configuration.Configuration;
import sibyl.store.Database;

/** What the audit log needs outside the database: its key, and the note of its last entry. */
final class AuditFiles {
  private AuditFiles() {}

  static DatabaseAuditTrail trail(Configuration configuration, Database database)
      throws IOException {
    return new DatabaseAuditTrail(
        database,
        KeyedHash.derived(EncryptionKey.of(configuration), "sibyl audit log 1"),
        AuditAnchor.in(configuration.data().resolve("audit.head")),
        InstantSource.system());
  }
}
