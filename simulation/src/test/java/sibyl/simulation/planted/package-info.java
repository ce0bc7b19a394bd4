/**
 * Does the simulation find bugs? Known ones are planted into copies of the engine's source, which
 * is compiled in memory and simulated in a class loader of its own; each has to be found.
 */
package sibyl.simulation.planted;
