package sibyl.gateway;

import sibyl.accounts.bonus.BonusMoney;
import sibyl.accounts.identity.IdentityChecks;
import sibyl.accounts.outbox.DeadLetters;
import sibyl.accounts.wallet.PaymentCallbacks;
import sibyl.accounts.wallet.Payouts;
import sibyl.accounts.wallet.WalletHistory;
import sibyl.accounts.wallet.Withdrawals;

/** What stands behind the operations that let money in and out. */
public record Money(
    Withdrawals withdrawals,
    BonusMoney bonus,
    Payouts payouts,
    WalletHistory history,
    PaymentCallbacks callbacks,
    IdentityChecks identity,
    DeadLetters deadLetters) {}
