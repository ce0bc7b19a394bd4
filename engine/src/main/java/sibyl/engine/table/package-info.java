/**
 * The flat hash index under the engine's tables: open addressing over primitive arrays, the same
 * order of slots for the same history of keys, and no allocation unless it grows.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.table;
