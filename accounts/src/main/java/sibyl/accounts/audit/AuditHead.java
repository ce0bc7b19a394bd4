package sibyl.accounts.audit;

/**
 * The last entry of the log.
 *
 * @param seq 0 before the first
 */
record AuditHead(long seq, String hash) {
  static final AuditHead NONE = new AuditHead(0, AuditHash.NONE);
}
