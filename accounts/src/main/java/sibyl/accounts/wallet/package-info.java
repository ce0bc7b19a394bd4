/**
 * Requests to move money: {@link sibyl.accounts.wallet.WalletDeposits} writes one down, once per
 * idempotency key, and submits it again until the exchange has applied it.
 */
@NullMarked
package sibyl.accounts.wallet;

import org.jspecify.annotations.NullMarked;
