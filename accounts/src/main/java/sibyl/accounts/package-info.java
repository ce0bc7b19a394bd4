/**
 * People: sign-up and sign-in, sessions, API keys, identity checks, referrals, the wallet and
 * notifications.
 */
@NullMarked
package sibyl.accounts;

import org.jspecify.annotations.NullMarked;
