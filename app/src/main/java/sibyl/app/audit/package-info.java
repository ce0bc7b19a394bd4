/**
 * Holds the two records of the truth against each other: the engine's memory and the tables that
 * were written from its journal. {@link sibyl.app.audit.RunningAudit} does so row by row while the
 * exchange runs; {@link sibyl.app.audit.Auditor} at one sequence number, for the demo's report.
 */
@NullMarked
package sibyl.app.audit;

import org.jspecify.annotations.NullMarked;
