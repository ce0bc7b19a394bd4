/** Reduces a script that fails to a short one that fails in the same way. */
@NullMarked
package sibyl.simulation.shrink;

import org.jspecify.annotations.NullMarked;
