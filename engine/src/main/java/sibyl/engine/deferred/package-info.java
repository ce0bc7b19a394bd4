/**
 * What the exchange does by itself when its time has come, in small portions, so that nobody else
 * waits for it: orders end, markets open, close and become final, closed books are cleared, holders
 * are paid.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.deferred;
