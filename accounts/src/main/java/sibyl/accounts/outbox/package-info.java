/**
 * Money on its way to the exchange. Whoever decides that money moves adds a {@link
 * sibyl.accounts.outbox.Movement} to the {@link sibyl.accounts.outbox.Outbox} in the transaction
 * that decides it; the outbox submits it until its event is seen. What cannot be moved becomes one
 * of the {@link sibyl.accounts.outbox.DeadLetters}, for a person to decide about.
 *
 * <p>Exactly once: the id of a transfer follows from what it is for, the outbox has one entry per
 * id, and the engine applies an id once, ever.
 */
@NullMarked
package sibyl.accounts.outbox;

import org.jspecify.annotations.NullMarked;
