/** Events: what the exchange says happened. {@code EventHandler} lists them. */
@org.jspecify.annotations.NullMarked
package sibyl.engine.event;
