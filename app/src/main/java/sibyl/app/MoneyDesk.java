package sibyl.app;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.bonus.BonusMoney;
import sibyl.accounts.bonus.BonusRules;
import sibyl.accounts.exchange.ExchangeCommands;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.identity.IdentityChecks;
import sibyl.accounts.outbox.DeadLetters;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.payment.NoPayments;
import sibyl.accounts.payment.PaymentProvider;
import sibyl.accounts.payment.sandbox.SandboxOptions;
import sibyl.accounts.payment.sandbox.SandboxProvider;
import sibyl.accounts.referral.ReferralRewards;
import sibyl.accounts.staff.SecondPersons;
import sibyl.accounts.wallet.Deposits;
import sibyl.accounts.wallet.PaymentCallbacks;
import sibyl.accounts.wallet.Payouts;
import sibyl.accounts.wallet.WalletHistory;
import sibyl.accounts.wallet.WalletLimits;
import sibyl.accounts.wallet.Withdrawals;
import sibyl.app.configuration.Configuration;
import sibyl.gateway.Money;
import sibyl.store.Database;

/**
 * Everything money passes between the payment provider and the log, with the two relays that keep
 * it moving: one to the log, one to the provider, so that neither waits for the other.
 */
record MoneyDesk(Outbox outbox, Deposits deposits, Money money, @Nullable SandboxProvider sandbox) {
  private static final long UNIT = 1_000_000L;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_SELDOM = Duration.ofSeconds(15);

  static MoneyDesk start(
      Configuration configuration,
      Parts parts,
      Database database,
      ExchangeCommands commands,
      SecondPersons secondPersons,
      InstantSource clock)
      throws IOException {
    SandboxProvider sandbox = sandbox(configuration, parts, clock);
    PaymentProvider provider = sandbox == null ? new NoPayments() : sandbox;
    Outbox outbox = new Outbox(database, commands, clock);
    IdentityChecks identity =
        new IdentityChecks(
            database,
            new FieldSeal(EncryptionKey.of(configuration)),
            new ReferralRewards(outbox),
            clock);
    WalletLimits limits = limits(configuration.payments());
    Deposits deposits = new Deposits(database, outbox, provider, limits, clock);
    BonusMoney bonus =
        new BonusMoney(
            database,
            new BonusRules(
                configuration.joining().bonusMultiple(), configuration.joining().winningsMax()));
    Withdrawals withdrawals =
        new Withdrawals(database, outbox, identity, provider, secondPersons, bonus, limits, clock);
    parts.start("money to the log", () -> relay("money-relay", List.of(outbox)));
    parts.start(
        "money to the provider", () -> relay("payments-relay", List.of(deposits, withdrawals)));
    return new MoneyDesk(
        outbox,
        deposits,
        new Money(
            withdrawals,
            bonus,
            new Payouts(database, clock),
            new WalletHistory(database),
            new PaymentCallbacks(database, provider, deposits, withdrawals, outbox, clock),
            identity,
            new DeadLetters(database, outbox, clock)),
        sandbox);
  }

  /** Tells the sandbox where it can call back. */
  void listenAt(URI server) {
    if (sandbox != null) {
      sandbox.callTo(server.resolve("/api/v1/payments/callbacks/" + SandboxProvider.NAME));
    }
  }

  private static Relay relay(String name, List<? extends Relay.Work> works) {
    return Relay.start(name, works, Relay.Pace.STEADY, LOOK_EVERY, LOOK_SELDOM);
  }

  private static @Nullable SandboxProvider sandbox(
      Configuration configuration, Parts parts, InstantSource clock) {
    Configuration.Payments payments = configuration.payments();
    if (!payments.sandbox()) {
      return null;
    }
    SandboxOptions options =
        new SandboxOptions(
            configuration.data().resolve("sandbox-payments.log"),
            Duration.ofMillis(payments.delayMs()),
            payments.failurePercent(),
            payments.duplicatePercent(),
            payments.lostPercent(),
            payments.seed());
    return parts.start("payment sandbox", () -> SandboxProvider.open(options, clock));
  }

  private static WalletLimits limits(Configuration.Payments payments) {
    return WalletLimits.DEFAULT
        .withWithdrawals(
            payments.withdrawalMax() * UNIT,
            payments.withdrawalDayMax() * UNIT,
            payments.approvalAbove() * UNIT)
        .withDepositsWithin(Duration.ofHours(payments.depositHours()));
  }
}
