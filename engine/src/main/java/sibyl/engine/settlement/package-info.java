/**
 * The end of a market: orders taken down, holders paid, pool and maker emptied, all of it
 * forgotten, in slices small enough to delay nobody.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.settlement;
