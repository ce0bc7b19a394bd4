/**
 * Signing in by phone. {@link sibyl.accounts.phone.PhoneNumbers} makes one number of its many
 * writings, {@link sibyl.accounts.phone.OneTimeCodes} makes codes and accepts each once, {@link
 * sibyl.accounts.phone.PhoneSignIn} puts them together with the brakes, the messages and the
 * people.
 */
@NullMarked
package sibyl.accounts.phone;

import org.jspecify.annotations.NullMarked;
