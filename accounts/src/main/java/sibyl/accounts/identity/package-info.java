/**
 * Who people are and where they are paid: {@link sibyl.accounts.identity.IdentityChecks} takes what
 * they submit, keeps it sealed by {@link sibyl.accounts.identity.FieldSeal}, and lets staff verify
 * or reject it. A {@link sibyl.accounts.identity.Document} has a masked form; only that is ever
 * shown, save to staff who ask for the whole.
 */
@NullMarked
package sibyl.accounts.identity;

import org.jspecify.annotations.NullMarked;
