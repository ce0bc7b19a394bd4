/**
 * Rights end when they end. Whatever changes a session, a key, a membership or a role publishes a
 * {@link sibyl.accounts.right.RightsChange} to the {@link sibyl.accounts.right.Rights} of its
 * process before it answers; {@link sibyl.accounts.right.RightsFeed} publishes those that other
 * processes made. Whoever remembers a right, or holds a socket open by one, listens there.
 */
@NullMarked
package sibyl.accounts.right;

import org.jspecify.annotations.NullMarked;
