/**
 * Who brought whom. Everybody has a code to hand on; somebody new names the code they came by,
 * once, and whoever it belongs to is rewarded ({@link sibyl.accounts.referral.DatabaseReferrals}).
 */
@NullMarked
package sibyl.accounts.referral;

import org.jspecify.annotations.NullMarked;
