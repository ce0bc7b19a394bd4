/** How much of what belongs to all one party may have. */
@NullMarked
package sibyl.gateway.limit;

import org.jspecify.annotations.NullMarked;
