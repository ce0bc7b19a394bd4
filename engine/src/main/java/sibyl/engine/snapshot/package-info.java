/** The engine's state as a stream of numbers, for snapshots and for the state hash. */
@org.jspecify.annotations.NullMarked
package sibyl.engine.snapshot;
