/**
 * What staff did: {@link sibyl.accounts.audit.AuditTrail} takes entries and never changes one, each
 * hashed together with the one before, so that a change made behind its back is found.
 */
@NullMarked
package sibyl.accounts.audit;

import org.jspecify.annotations.NullMarked;
