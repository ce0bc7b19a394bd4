package sibyl.accounts.wallet;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import sibyl.accounts.People;
import sibyl.accounts.bonus.BonusMoney;
import sibyl.accounts.bonus.BonusRules;
import sibyl.accounts.identity.Document.IdentityCard;
import sibyl.accounts.identity.Document.Upi;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.identity.IdentityChecks;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.RecordedProvider;
import sibyl.accounts.referral.ReferralRewards;
import sibyl.accounts.staff.SecondPersons;
import sibyl.accounts.trader.Notifications;
import sibyl.engine.Reason;
import sibyl.store.Rows;

/** Everything between people, a recorded provider and a recorded exchange, on a real database. */
final class Money implements AutoCloseable {
  static final long UNIT = 1_000_000;

  final People people = new People();
  final RecordedProvider provider = new RecordedProvider();
  final Outbox outbox = new Outbox(people.database, people.exchange, people.clock);
  final IdentityChecks identity =
      new IdentityChecks(
          people.database,
          new FieldSeal("k".repeat(32)),
          new ReferralRewards(outbox),
          people.clock);
  final WalletLimits limits =
      WalletLimits.DEFAULT.withWithdrawals(1_000 * UNIT, 2_000 * UNIT, 500 * UNIT);
  final Deposits deposits = new Deposits(people.database, outbox, provider, limits, people.clock);
  final Withdrawals withdrawals =
      new Withdrawals(
          people.database,
          outbox,
          identity,
          provider,
          new SecondPersons(people.database, SecondPersons.HOUR, people.clock),
          new BonusMoney(people.database, BonusRules.OFF),
          limits,
          people.clock);
  final Payouts payouts = new Payouts(people.database, people.clock);
  final PaymentCallbacks callbacks =
      new PaymentCallbacks(people.database, provider, deposits, withdrawals, outbox, people.clock);
  final Notifications notifications = new Notifications(people.database);
  final WalletHistory history = new WalletHistory(people.database);

  /** Registers somebody. */
  long person(String name) {
    long account = people.person(name);
    people.exchange.drain();
    return account;
  }

  /** Registers somebody whose identity and payout method are verified. */
  long verified(String name) {
    long account = person(name);
    identity
        .submit(
            account,
            List.of(
                IdentityCard.of(
                    "ABCPD%04dE".formatted(account),
                    "Ada Lovelace",
                    "1990-01-01",
                    LocalDate.of(2026, 6, 1)),
                Upi.of(name + "@okbank")))
        .forEach(item -> identity.approve(item.id(), "staff"));
    return account;
  }

  boolean tells(PaymentEvent.Type type, UUID subject, long amount) {
    return tells(subject + "/" + type, type, subject, amount);
  }

  boolean tells(String eventId, PaymentEvent.Type type, UUID subject, long amount) {
    return callbacks.take(new PaymentEvent(provider.name(), eventId, type, subject, amount));
  }

  /** As the projection writes it down. */
  void exchangeApplies(UUID transfer) {
    Rows.execute(
        people.database,
        "UPDATE outbox SET state = 'DONE', completed_seq = 7 WHERE transfer_id = '%s'"
            .formatted(transfer));
  }

  void suspend(long account, boolean suspended) {
    Rows.execute(
        people.database,
        ("INSERT INTO accounts (account_id, netting, opened_seq, opened_ms, suspended, updated_seq)"
                + " VALUES (%d, true, 1, 1, %s, 1)"
                + " ON CONFLICT (account_id) DO UPDATE SET suspended = excluded.suspended")
            .formatted(account, suspended));
  }

  void exchangeState(String state) {
    Rows.execute(
        people.database,
        ("INSERT INTO exchange_states (seq, at_ms, state, actor)"
                + " SELECT coalesce(max(seq), 0) + 1, 1, '%s', 1 FROM exchange_states")
            .formatted(state));
  }

  void exchangeRefuses(UUID transfer, Reason reason) {
    Rows.execute(
        people.database,
        "UPDATE outbox SET refused_seq = 6, refused_reason = '%s' WHERE transfer_id = '%s'"
            .formatted(reason, transfer));
  }

  /** What the outbox holds. */
  List<String> moved() {
    return Rows.of(
        people.database,
        "SELECT kind, from_account, to_account, amount FROM outbox ORDER BY created_at, kind");
  }

  List<String> steps(UUID id) {
    return history.steps(id).stream().map(WalletEntry.Step::state).toList();
  }

  @Override
  public void close() {
    people.close();
  }
}
