/**
 * Contests between teams: what everybody begins with, for how long what is done counts, and how it
 * ended. The trading itself is the exchange's; the report is counted from its tables.
 */
@NullMarked
package sibyl.accounts.contest;

import org.jspecify.annotations.NullMarked;
