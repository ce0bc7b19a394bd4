package sibyl.accounts.audit;

import java.util.List;

/** Where the doings of staff are written down. Methods block. Thread-safe. */
public interface AuditTrail {
  /**
   * Adds an entry; on return it is on disk.
   *
   * @return its number
   */
  long append(AuditEntry entry);

  /** Entries before a number, newest first. */
  List<AuditRecord> page(AuditFilter filter, long before, int limit);

  /** Reads everything from the first entry on. */
  AuditVerdict verify();
}
