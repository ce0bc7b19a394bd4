/** The deterministic exchange: commands in, events out, no I/O and no clock. */
@NullMarked
package sibyl.engine;

import org.jspecify.annotations.NullMarked;
