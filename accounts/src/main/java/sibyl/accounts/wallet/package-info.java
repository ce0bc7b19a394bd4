/**
 * Money that enters and leaves. {@link sibyl.accounts.wallet.Deposits} and {@link
 * sibyl.accounts.wallet.Withdrawals} take each through its states, one transaction a step, between
 * the payment provider on one side and the outbox to the exchange on the other; {@link
 * sibyl.accounts.wallet.PaymentCallbacks} is where the provider's word comes in; {@link
 * sibyl.accounts.wallet.WalletHistory} shows somebody all of it.
 */
@NullMarked
package sibyl.accounts.wallet;

import org.jspecify.annotations.NullMarked;
