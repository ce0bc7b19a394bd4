/** Commands: what can be asked of the exchange. {@code CommandHandler} lists them. */
@org.jspecify.annotations.NullMarked
package sibyl.engine.command;
