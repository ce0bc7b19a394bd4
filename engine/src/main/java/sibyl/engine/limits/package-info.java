/**
 * What keeps the engine bounded: the named limits, and the memories of ids already used, each with
 * its stated end.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.limits;
