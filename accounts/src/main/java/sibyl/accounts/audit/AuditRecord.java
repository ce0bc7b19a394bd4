package sibyl.accounts.audit;

import java.time.Instant;

/**
 * An entry as it was written.
 *
 * @param seq dense, from 1
 * @param previousHash of the entry before; zeros for the first
 * @param hash SHA-256, in hexadecimal, of the previous hash and everything else here
 */
public record AuditRecord(
    long seq, Instant at, AuditEntry entry, String previousHash, String hash) {}
