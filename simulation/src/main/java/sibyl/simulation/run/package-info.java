/**
 * Engine and model side by side. {@code Duel} gives each step to both and compares; {@code Trial}
 * plays a whole script and, besides, restores the engine from snapshots on the way and plays it
 * again from the start.
 */
@NullMarked
package sibyl.simulation.run;

import org.jspecify.annotations.NullMarked;
