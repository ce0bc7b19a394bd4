/** What the read model no longer keeps, asked of the database's tables. */
@NullMarked
package sibyl.gateway.history;

import org.jspecify.annotations.NullMarked;
