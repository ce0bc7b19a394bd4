/**
 * People. {@code signin} and {@code phone} register them and let them in, {@code session} and
 * {@code key} know who is asking, {@code staff} who may do what, {@code audit} what they did,
 * {@code identity} who somebody is on paper, {@code team} who acts for whom, {@code wallet} takes
 * requests to move money, {@code outbox} moves it, {@code exchange} makes the exchange know what
 * was decided here, however often it takes. Everything blocks on the database: call it on virtual
 * threads, never on an event loop. What is refused is an {@link sibyl.accounts.AccountsException}
 * with a code.
 */
@NullMarked
package sibyl.accounts;

import org.jspecify.annotations.NullMarked;
