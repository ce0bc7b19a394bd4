package sibyl.accounts.wallet;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.PaymentProvider;
import sibyl.store.Database;

/**
 * Where payment providers call back. First the signature, then the event, once: its number and what
 * it changes are written in one transaction.
 */
public final class PaymentCallbacks {
  private static final Logger LOG = LoggerFactory.getLogger(PaymentCallbacks.class);

  private final Database database;
  private final PaymentProvider provider;
  private final Deposits deposits;
  private final Withdrawals withdrawals;
  private final Outbox outbox;
  private final InstantSource clock;

  public PaymentCallbacks(
      Database database,
      PaymentProvider provider,
      Deposits deposits,
      Withdrawals withdrawals,
      Outbox outbox,
      InstantSource clock) {
    this.database = database;
    this.provider = provider;
    this.deposits = deposits;
    this.withdrawals = withdrawals;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Sees whether a body comes from the provider that it says, and now.
   *
   * @throws AccountsException FORGED_CALLBACK, also for a provider there is not; LATE_CALLBACK
   */
  public void verify(String providerName, String signature, byte[] body) {
    if (!providerName.equals(provider.name())) {
      throw new AccountsException(Code.FORGED_CALLBACK, "no such provider signs callbacks here");
    }
    provider.signature().verify(clock.instant(), signature, body);
  }

  /**
   * Does what a verified event says; one that was taken before changes nothing.
   *
   * @return whether it was new
   * @throws AccountsException UNKNOWN_PAYMENT; CONTRADICTION, which is also logged, for people to
   *     look into
   */
  public boolean take(PaymentEvent event) {
    try {
      boolean changed =
          database
              .jdbi()
              .inTransaction(
                  handle -> {
                    int inserted =
                        handle
                            .createUpdate(
                                """
                                INSERT INTO provider_events
                                  (provider, event_id, type, subject_id, received_at)
                                VALUES (:provider, :event, :type, :subject, :now)
                                ON CONFLICT DO NOTHING
                                """)
                            .bind("provider", event.provider())
                            .bind("event", event.eventId())
                            .bind("type", event.type().name())
                            .bind("subject", event.subject())
                            .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                            .execute();
                    if (inserted == 0) {
                      return false;
                    }
                    return switch (event.type()) {
                      case DEPOSIT_PAID, DEPOSIT_FAILED -> deposits.told(handle, event);
                      case PAYOUT_PAID, PAYOUT_FAILED -> withdrawals.told(handle, event);
                    };
                  });
      outbox.wake();
      return changed;
    } catch (AccountsException e) {
      if (e.code() == Code.CONTRADICTION) {
        LOG.error("{} tells {}, but {}", event.provider(), event, e.getMessage());
      }
      throw e;
    }
  }
}
