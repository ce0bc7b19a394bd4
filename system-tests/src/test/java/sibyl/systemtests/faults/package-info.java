/**
 * Faults inflicted on the running program: its process killed or stopped, its disk full or without
 * power, its clock set, its files damaged. {@link sibyl.systemtests.faults.Crowd} trades meanwhile,
 * {@link sibyl.systemtests.faults.Recorder} keeps every answer, and {@link
 * sibyl.systemtests.faults.Verdict} holds answers, ledgers and tables against each other
 * afterwards. {@code ./sibyl test --faults} runs them all; docs/guarantees.md has the table.
 */
@NullMarked
package sibyl.systemtests.faults;

import org.jspecify.annotations.NullMarked;
