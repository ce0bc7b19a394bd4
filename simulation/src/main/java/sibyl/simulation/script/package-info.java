/**
 * Commands as plain data with a text form, one line each. Markets, orders, transfers and client
 * order ids are named by labels of the script and not by the exchange's numbers, so that a script
 * keeps its meaning when lines are taken out of it.
 */
@NullMarked
package sibyl.simulation.script;

import org.jspecify.annotations.NullMarked;
