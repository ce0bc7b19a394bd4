/** Figures derived from events by every reader the same way. */
@org.jspecify.annotations.NullMarked
package sibyl.protocol.derive;
