/** The {@code sibyl} program: configuration, wiring, and one command per thing it can do. */
@NullMarked
package sibyl.app;

import org.jspecify.annotations.NullMarked;
