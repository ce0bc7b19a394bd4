/**
 * Who is signed in: {@link sibyl.accounts.session.Sessions} opens, recognises and ends sessions.
 */
@NullMarked
package sibyl.accounts.session;

import org.jspecify.annotations.NullMarked;
