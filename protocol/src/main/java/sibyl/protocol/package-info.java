/**
 * The wire inside the exchange: commands into the log, events into the journal, snapshots. {@code
 * CommandEncoder} is a {@code CommandHandler} and {@code EventEncoder} an {@code EventHandler} that
 * write down the calls they get; {@code CommandDecoder} and {@code EventDecoder} make the same
 * calls again. The schema and the code generated from it say where a field is, {@code WireCode}
 * what a code means, the {@code …Layout} classes what several messages have in common; {@code
 * MessageReader} and {@code MessageWriter} see to it that nothing illegal comes in or goes out.
 * {@code docs/protocol.md} has a table for each message and the rules of change.
 */
@NullMarked
package sibyl.protocol;

import org.jspecify.annotations.NullMarked;
