/**
 * Who calls: the seam to the accounts module and what the gateway keeps of it. {@code Callers}
 * answers from a bounded cache, so that orders do not wait for the database.
 */
@NullMarked
package sibyl.gateway.people;

import org.jspecify.annotations.NullMarked;
