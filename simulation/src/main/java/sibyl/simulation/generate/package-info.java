/**
 * Random scripts that are the same for the same seed on every machine. {@code Swarm} draws what a
 * seed is about; {@code Generator} draws its commands.
 */
@NullMarked
package sibyl.simulation.generate;

import org.jspecify.annotations.NullMarked;
