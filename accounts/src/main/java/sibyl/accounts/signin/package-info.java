/**
 * Signing up and in: {@link sibyl.accounts.signin.Registration} creates a person and draws the
 * account number, {@link sibyl.accounts.signin.SignIn} checks a password, {@link
 * sibyl.accounts.signin.StaffSignIn} does so for the staff that the configuration names. {@link
 * sibyl.accounts.signin.AttemptBrake} slows down guessing without locking owners out, {@link
 * sibyl.accounts.signin.PasswordRules} says which passwords are taken.
 */
@NullMarked
package sibyl.accounts.signin;

import org.jspecify.annotations.NullMarked;
