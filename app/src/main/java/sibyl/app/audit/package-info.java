/**
 * Holds the two records of the truth against each other: the engine's memory and the tables that
 * were written from its journal. {@link sibyl.app.audit.Audit} is the result at one sequence
 * number.
 */
@NullMarked
package sibyl.app.audit;

import org.jspecify.annotations.NullMarked;
