/**
 * What bonus money lets a person withdraw. Where bonus money is, the projection writes down ({@code
 * bonus_accounts}); {@link sibyl.accounts.bonus.BonusMoney} says how much of it is locked by the
 * settings and by whether its owner's identity is verified. The rule and its reasons are in
 * docs/decisions/0013-bonus-money.md.
 */
@NullMarked
package sibyl.accounts.bonus;

import org.jspecify.annotations.NullMarked;
