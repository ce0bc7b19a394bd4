/**
 * Second factors of people and staff: {@link sibyl.accounts.factor.SecondFactors} keeps the secrets
 * of their apps (TOTP, RFC 6238) sealed, and recovery codes hashed.
 */
@NullMarked
package sibyl.accounts.factor;

import org.jspecify.annotations.NullMarked;
