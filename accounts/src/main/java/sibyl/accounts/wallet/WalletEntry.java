package sibyl.accounts.wallet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that came to or left an account, or is about to, as its owner sees it.
 *
 * @param kind DEPOSIT, WITHDRAWAL, BONUS, REFERRAL or ADJUSTMENT
 * @param amount millionths; negative for what leaves
 * @param state a {@link DepositState}, a {@link WithdrawalState}, or for the others a {@link
 *     sibyl.accounts.outbox.EntryState}
 */
public record WalletEntry(
    UUID id,
    String kind,
    long amount,
    String state,
    @Nullable String remark,
    Instant createdAt,
    Instant updatedAt) {

  /** One state it has had. */
  public record Step(String state, @Nullable String remark, Instant at) {}
}
