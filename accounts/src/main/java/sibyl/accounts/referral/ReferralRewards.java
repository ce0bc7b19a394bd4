package sibyl.accounts.referral;

import org.jdbi.v3.core.Handle;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;

/**
 * Pays what a referral brings, in the caller's transaction: with the claim, or, where rewards wait,
 * when the new person's identity is verified. Thread-safe.
 */
public final class ReferralRewards {
  private final Outbox outbox;

  public ReferralRewards(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Pays the reward that waits for this person, if there is one. The caller holds the lock on the
   * person's row in {@code users}, as a claim does, so that neither misses the other.
   */
  public void verified(Handle handle, long account) {
    handle
        .createQuery(
            """
            UPDATE referrals SET rewarded = true
            WHERE account_id = :account AND referrer_id IS NOT NULL AND NOT rewarded
            RETURNING referrer_id, reward
            """)
        .bind("account", account)
        .map((row, context) -> movement(account, row.getLong("referrer_id"), row.getLong("reward")))
        .list()
        .forEach(movement -> outbox.add(handle, movement));
  }

  void pay(Handle handle, long account, long referrer, long reward) {
    outbox.add(handle, movement(account, referrer, reward));
  }

  private static Movement movement(long account, long referrer, long reward) {
    return new Movement(
        Movement.idOf("referral/" + account),
        TransferKind.REFERRAL,
        Accounts.BONUS,
        referrer,
        reward,
        "referral reward");
  }
}
