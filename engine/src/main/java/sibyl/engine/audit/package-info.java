/** Recomputes from scratch what the engine keeps up to date, and says where the two differ. */
@org.jspecify.annotations.NullMarked
package sibyl.engine.audit;
