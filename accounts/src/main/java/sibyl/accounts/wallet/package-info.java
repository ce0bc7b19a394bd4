/**
 * Requests to move money: {@link sibyl.accounts.wallet.WalletDeposits} writes one down, once per
 * idempotency key, and leaves it to the outbox.
 */
@NullMarked
package sibyl.accounts.wallet;

import org.jspecify.annotations.NullMarked;
