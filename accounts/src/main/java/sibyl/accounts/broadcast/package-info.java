/** What staff tell everybody: {@link sibyl.accounts.broadcast.Broadcasts}. */
@NullMarked
package sibyl.accounts.broadcast;

import org.jspecify.annotations.NullMarked;
