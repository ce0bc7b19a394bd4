package sibyl.accounts.wallet;

import java.time.InstantSource;
import java.time.ZoneOffset;
import sibyl.store.Database;

/**
 * The switch for payouts. While they are held, no withdrawal goes to the payment provider that has
 * not been sent before; what the provider has already cannot be stopped. Thread-safe.
 */
public final class Payouts {
  private final Database database;
  private final InstantSource clock;

  public Payouts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * How payouts stand.
   *
   * @param held whether none begins now, as the tables say, some milliseconds behind the exchange
   * @param waiting withdrawals whose money is taken and that were not sent to the provider yet
   */
  public record Standing(PayoutSwitch state, boolean held, long waiting) {}

  public Standing now() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT state, payouts_held() AS held,
                          (SELECT count(*) FROM withdrawals
                           WHERE state = 'PAYING' AND attempts = 0) AS waiting
                        FROM payout_switch
                        """)
                    .map(
                        (row, context) ->
                            new Standing(
                                PayoutSwitch.valueOf(row.getString("state")),
                                row.getBoolean("held"),
                                row.getLong("waiting")))
                    .one());
  }

  /**
   * @param by the number of the member of staff who does it
   */
  public void set(PayoutSwitch state, long by) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE payout_switch SET state = :state, changed_by = :by, changed_at = :now")
                    .bind("state", state.name())
                    .bind("by", by)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute());
  }
}
