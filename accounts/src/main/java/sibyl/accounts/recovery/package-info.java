/**
 * Proving anew who one is. {@link sibyl.accounts.recovery.EmailAddresses} verifies addresses,
 * {@link sibyl.accounts.recovery.PasswordReset} gives a forgotten password's owner another one,
 * {@link sibyl.accounts.recovery.FreshProof} guards what a stolen session must not do, and {@link
 * sibyl.accounts.recovery.FactorReleases} lets staff free a person who lost the second factor.
 */
@NullMarked
package sibyl.accounts.recovery;

import org.jspecify.annotations.NullMarked;
