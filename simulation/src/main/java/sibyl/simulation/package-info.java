/**
 * The plain reference model of the exchange, with generators, invariants and fault schedules to
 * hold the engine against.
 */
@NullMarked
package sibyl.simulation;

import org.jspecify.annotations.NullMarked;
