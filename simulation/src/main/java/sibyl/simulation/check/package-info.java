/**
 * What must be true of the events the engine says happened. {@code JournalAudit} follows them as
 * any reader would, keeps balances, books and orders from them alone, and checks the invariants
 * after every command; {@code EventDigest} reduces the whole stream to one number.
 */
@NullMarked
package sibyl.simulation.check;

import org.jspecify.annotations.NullMarked;
