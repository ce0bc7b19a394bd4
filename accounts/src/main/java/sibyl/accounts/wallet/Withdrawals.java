package sibyl.accounts.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.Decimals;
import sibyl.accounts.bonus.BonusMoney;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.identity.Document;
import sibyl.accounts.identity.IdentityChecks;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.PaymentProvider;
import sibyl.accounts.payment.ProviderUnavailableException;
import sibyl.accounts.staff.SecondPersons;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.store.Database;

/**
 * Money taken out. The money leaves the account at the exchange before a member of staff or the
 * provider is asked, and waits on the house's account for money under way; so what is paid was
 * there. A second transfer, whose id follows from the first, ends that: it leaves for the world
 * outside when the provider says paid, or comes back when the provider fails for good, staff reject
 * it or its owner cancels it. Only the provider's word ends the asking: a provider that does not
 * answer may have paid.
 *
 * <p>Every step is one transaction that finds the withdrawal in the state it expects, and leaves a
 * row in its history. Thread-safe; several processes may do this on one database.
 */
public final class Withdrawals implements Relay.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);
  private static final int AT_A_TIME = 500;
  private static final int REASON_LENGTH_MAX = 500;
  private static final Duration DAY = Duration.ofHours(24);

  /** With its taking, what the tables say of the account's bonus money counts it. */
  private static final String IN_THE_TABLES =
      "EXISTS (SELECT 1 FROM outbox o WHERE o.transfer_id = withdrawal_id"
          + " AND o.completed_seq IS NOT NULL)";

  private final Database database;
  private final Outbox outbox;
  private final IdentityChecks identity;
  private final PaymentProvider provider;
  private final SecondPersons secondPersons;
  private final BonusMoney bonus;
  private final WalletLimits limits;
  private final InstantSource clock;
  private final PaymentTable<Withdrawal, WithdrawalState> table;
  private volatile Runnable wake = () -> {};

  public Withdrawals(
      Database database,
      Outbox outbox,
      IdentityChecks identity,
      PaymentProvider provider,
      SecondPersons secondPersons,
      BonusMoney bonus,
      WalletLimits limits,
      InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.identity = identity;
    this.provider = provider;
    this.secondPersons = secondPersons;
    this.bonus = bonus;
    this.limits = limits;
    this.clock = clock;
    this.table =
        new PaymentTable<>(
            database,
            "withdrawals",
            "withdrawal_id",
            "'PAYING'",
            // What was sent to the provider before cannot be stopped, so it is asked about.
            "attempts = 0 AND (payouts_held() OR is_suspended(account_id)"
                + (bonus.lock() ? " OR NOT " + IN_THE_TABLES : "")
                + ")",
            Duration.ZERO,
            (row, context) -> read(row),
            clock);
  }

  /** The id of the withdrawal that an idempotency key stands for. */
  public static UUID idOf(long account, String idempotencyKey) {
    return Movement.idOf("withdrawal/" + account + "/" + idempotencyKey);
  }

  /**
   * The id of the transfer that brings a withdrawal's money back. Whoever reads the journal tells
   * from it which withdrawal has ended.
   */
  public static UUID returnOf(UUID withdrawal) {
    return MoneyUnderWay.returned(withdrawal);
  }

  /** The id of the transfer that ends a withdrawal whose money was paid. */
  public static UUID payoutOf(UUID withdrawal) {
    return MoneyUnderWay.paid(withdrawal);
  }

  /**
   * Writes a withdrawal down, or finds it written down, and has its money taken. Whether the
   * account covers it, the exchange says.
   *
   * @param amount millionths
   * @throws AccountsException PAYMENTS_UNAVAILABLE, INVALID_AMOUNT, INVALID_IDEMPOTENCY_KEY,
   *     IDENTITY_NOT_VERIFIED, PAYOUT_METHOD_MISSING, LIMIT_EXCEEDED, BONUS_LOCKED;
   *     IDEMPOTENCY_CONFLICT if the key came with another amount before
   */
  public Withdrawal request(long account, long amount, String idempotencyKey) {
    provider.requireOpen();
    Requests.checkKey(idempotencyKey);
    UUID id = idOf(account, idempotencyKey);
    Withdrawal withdrawal =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  lock(handle, account);
                  Optional<Withdrawal> known = table.find(handle, id);
                  if (known.isEmpty()) {
                    insert(handle, id, account, amount);
                  }
                  return known.orElseGet(() -> table.find(handle, id).orElseThrow());
                });
    Requests.requireSame(amount, withdrawal.amount());
    outbox.wake();
    return withdrawal;
  }

  private void insert(Handle handle, UUID id, long account, long amount) {
    Requests.checkAmount(amount, limits.withdrawalMax(), limits);
    UUID payoutItem = identity.requirePayoutMethod(handle, account);
    checkDay(handle, account, amount);
    bonus.requireUnlocked(handle, account, amount);
    OffsetDateTime now = now();
    handle
        .createUpdate(
            """
            INSERT INTO withdrawals (withdrawal_id, account_id, amount, provider, payout_item,
              return_id, state, created_at, updated_at, next_attempt_at)
            VALUES (:id, :account, :amount, :provider, :item, :return, 'TAKING', :now, :now, :now)
            """)
        .bind("id", id)
        .bind("account", account)
        .bind("amount", amount)
        .bind("provider", provider.name())
        .bind("item", payoutItem)
        .bind("return", returnOf(id))
        .bind("now", now)
        .execute();
    Requests.step(handle, id, WithdrawalState.TAKING, null, now);
    outbox.add(handle, taking(id, account, amount));
  }

  private void checkDay(Handle handle, long account, long amount) {
    long sofar = withinDay(handle, account, "'FAILED', 'REJECTED', 'CANCELED', 'RETURNED'");
    if (amount > limits.withdrawalDayMax() - sofar) {
      throw new AccountsException(
          Code.LIMIT_EXCEEDED,
          "%s can be withdrawn within 24 hours; %s of it is left"
              .formatted(
                  Decimals.money(limits.withdrawalDayMax()),
                  Decimals.money(Math.max(0, limits.withdrawalDayMax() - sofar))));
    }
  }

  /** What an account withdrew within a day, without those in some states. */
  private long withinDay(Handle handle, long account, String without) {
    return handle
        .createQuery(
            "SELECT coalesce(sum(amount), 0)::bigint FROM withdrawals"
                + " WHERE account_id = :account AND created_at > :since AND state NOT IN ("
                + without
                + ")")
        .bind("account", account)
        .bind("since", now().minus(DAY))
        .mapTo(Long.class)
        .one();
  }

  public Optional<Withdrawal> find(UUID id) {
    return database.jdbi().withHandle(handle -> table.find(handle, id));
  }

  /**
   * Withdrawals in a state, the oldest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<Withdrawal> list(WithdrawalState state, @Nullable UUID after, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM withdrawals
                        WHERE state = :state
                          AND (CAST(:after AS uuid) IS NULL
                               OR (created_at, withdrawal_id)
                                  > (SELECT created_at, withdrawal_id FROM withdrawals
                                     WHERE withdrawal_id = CAST(:after AS uuid)))
                        ORDER BY created_at, withdrawal_id LIMIT :limit
                        """)
                    .bind("state", state.name())
                    .bind("after", after)
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  /**
   * A member of staff agrees: the provider is asked to pay.
   *
   * @throws AccountsException UNKNOWN_WITHDRAWAL; ILLEGAL_STEP if it does not wait for that;
   *     SECOND_PERSON_NEEDED for one who had to do with the account
   */
  public Withdrawal approve(UUID id, long by) {
    Withdrawal approved =
        decide(
            id,
            WithdrawalState.PAYING,
            null,
            (handle, withdrawal) -> {
              secondPersons.requireUninvolved(handle, withdrawal.account(), by);
              noteDecision(handle, id, by);
            });
    wake();
    return approved;
  }

  /**
   * A member of staff refuses.
   *
   * @param reason for its owner to read
   * @throws AccountsException UNKNOWN_WITHDRAWAL, ILLEGAL_STEP, and INVALID_REASON without a reason
   */
  public Withdrawal reject(UUID id, String reason, long by) {
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX) {
      throw new AccountsException(
          Code.INVALID_REASON, "say why, in 1 to " + REASON_LENGTH_MAX + " characters");
    }
    Withdrawal rejected =
        decide(
            id,
            WithdrawalState.REJECTED,
            reason.strip(),
            (handle, withdrawal) -> {
              addReturn(handle, withdrawal);
              noteDecision(handle, id, by);
            });
    outbox.wake();
    return rejected;
  }

  /**
   * Its owner thinks better of it: the money comes back.
   *
   * @throws AccountsException UNKNOWN_WITHDRAWAL, also for another's; ILLEGAL_STEP if it does not
   *     wait for a member of staff
   */
  public Withdrawal cancel(long account, UUID id) {
    if (find(id).filter(withdrawal -> withdrawal.account() == account).isEmpty()) {
      throw unknown();
    }
    Withdrawal canceled = decide(id, WithdrawalState.CANCELED, null, this::addReturn);
    outbox.wake();
    return canceled;
  }

  /** What belongs to a step, in its transaction. */
  private interface With {
    void step(Handle handle, Withdrawal withdrawal);
  }

  private Withdrawal decide(UUID id, WithdrawalState to, @Nullable String remark, With with) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              Withdrawal withdrawal = table.find(handle, id).orElseThrow(Withdrawals::unknown);
              if (withdrawal.state() == WithdrawalState.TAKING && isTaken(handle, id)) {
                goOn(handle, withdrawal);
              }
              if (!table.step(handle, id, WithdrawalState.WAITING_APPROVAL, to, remark)) {
                throw new AccountsException(
                    Code.ILLEGAL_STEP, "this withdrawal does not wait for approval (any more)");
              }
              with.step(handle, withdrawal);
              return table.find(handle, id).orElseThrow(Withdrawals::unknown);
            });
  }

  private static void noteDecision(Handle handle, UUID id, long by) {
    handle.execute("UPDATE withdrawals SET decided_by = ? WHERE withdrawal_id = ?", by, id);
  }

  private static boolean isTaken(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT 1 FROM outbox WHERE transfer_id = :id AND state = 'DONE'")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /**
   * Takes the exchange's word that it has taken the money, which whoever asked heard before the
   * tables did.
   *
   * @return the withdrawal as it is now
   */
  public Withdrawal taken(Withdrawal withdrawal) {
    UUID id = withdrawal.id();
    Withdrawal now =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  goOn(handle, withdrawal);
                  return table.find(handle, id).orElseThrow(Withdrawals::unknown);
                });
    wake();
    return now;
  }

  /**
   * The money is taken: it is paid, or waits for a member of staff if the account has had more than
   * that taken within a day. What the exchange may still refuse does not count.
   */
  private boolean goOn(Handle handle, Withdrawal withdrawal) {
    lock(handle, withdrawal.account());
    long before =
        withinDay(
            handle, withdrawal.account(), "'TAKING', 'FAILED', 'REJECTED', 'CANCELED', 'RETURNED'");
    boolean small = before + withdrawal.amount() <= limits.approvalAbove();
    return table.step(
        handle,
        withdrawal.id(),
        WithdrawalState.TAKING,
        small ? WithdrawalState.PAYING : WithdrawalState.WAITING_APPROVAL,
        null);
  }

  /**
   * Takes the exchange's word that it will not take the money, which whoever asked is told now. A
   * submission that was on its way may still take it; then the money comes back.
   *
   * @param reason in the engine's word
   */
  public void refused(UUID id, String reason) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              String remark = "refused: " + reason.toLowerCase(Locale.ROOT);
              if (table.step(handle, id, WithdrawalState.TAKING, WithdrawalState.FAILED, remark)) {
                outbox.refused(handle, id, remark);
              }
            });
  }

  @Override
  public void wokenBy(Runnable relay) {
    wake = relay;
  }

  /** To be called when there may be something to pay; otherwise that is noticed soon. */
  public void wake() {
    wake.run();
  }

  @Override
  public int repeat() {
    int done = 0;
    for (Noticed taken : answered(WithdrawalState.TAKING, "w.withdrawal_id")) {
      done += taken(taken) ? 1 : 0;
    }
    for (Withdrawal due : table.takeDue(provider.name())) {
      pay(due);
      done++;
    }
    for (Noticed late : takenAfterAll()) {
      done +=
          giveBack(late.id(), WithdrawalState.FAILED, "taken after it had been given up") ? 1 : 0;
    }
    for (Noticed returned : answered(WithdrawalState.RETURNING, "w.return_id")) {
      done += returned(returned) ? 1 : 0;
    }
    return done;
  }

  /** A withdrawal whose transfer has an end. */
  private record Noticed(UUID id, String outboxState, @Nullable String why) {}

  private List<Noticed> answered(WithdrawalState state, String transfer) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT w.withdrawal_id, o.state, o.state_reason FROM withdrawals w"
                            + " JOIN outbox o ON o.transfer_id = "
                            + transfer
                            + " WHERE w.state = :state"
                            + " AND o.state IN ('DONE', 'REFUSED', 'DISCARDED') LIMIT :some")
                    .bind("state", state.name())
                    .bind("some", AT_A_TIME)
                    .map((row, context) -> noticed(row))
                    .list());
  }

  private List<Noticed> takenAfterAll() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT w.withdrawal_id, o.state, o.state_reason
                        FROM outbox o JOIN withdrawals w ON w.withdrawal_id = o.transfer_id
                        WHERE o.state = 'DONE' AND w.state = 'FAILED' LIMIT :some
                        """)
                    .bind("some", AT_A_TIME)
                    .map((row, context) -> noticed(row))
                    .list());
  }

  private static Noticed noticed(ResultSet row) throws SQLException {
    return new Noticed(
        row.getObject("withdrawal_id", UUID.class),
        row.getString("state"),
        row.getString("state_reason"));
  }

  private boolean taken(Noticed noticed) {
    UUID id = noticed.id();
    return database
        .jdbi()
        .inTransaction(
            handle ->
                noticed.outboxState().equals("DONE")
                    ? goOn(handle, table.find(handle, id).orElseThrow(Withdrawals::unknown))
                    : table.step(
                        handle, id, WithdrawalState.TAKING, WithdrawalState.FAILED, noticed.why()));
  }

  /** A transfer back that staff have discarded stays on its way: the money is owed. */
  private boolean returned(Noticed noticed) {
    return noticed.outboxState().equals("DONE")
        && table.step(
            noticed.id(),
            WithdrawalState.RETURNING,
            WithdrawalState.RETURNED,
            "the payment failed; the money is back on the account");
  }

  /**
   * What was locked by the time the exchange took the money goes back: the tables on which asking
   * rests are behind the exchange.
   */
  private boolean goesBackAsLocked(Withdrawal withdrawal) {
    return withdrawal.attempts() == 1
        && database.jdbi().withHandle(handle -> bonus.tookLocked(handle, withdrawal.id()))
        && giveBack(
            withdrawal.id(), WithdrawalState.PAYING, "bonus_locked: it took locked bonus money");
  }

  private void pay(Withdrawal withdrawal) {
    if (goesBackAsLocked(withdrawal)) {
      return;
    }
    Document document =
        identity
            .find(withdrawal.payoutItem())
            .orElseThrow(() -> new IllegalStateException("no payout method: " + withdrawal.id()))
            .document();
    if (!(document instanceof Document.PayoutMethod method)) {
      throw new IllegalStateException("not a payout method: " + withdrawal.payoutItem());
    }
    try {
      switch (provider.pay(withdrawal.id(), withdrawal.amount(), method)) {
        case UNDER_WAY, UNKNOWN -> {} // asked again: asking is paying, under one id
        case PAID -> paid(withdrawal.id());
        case FAILED ->
            giveBack(withdrawal.id(), WithdrawalState.PAYING, "the payment could not be made");
      }
    } catch (ProviderUnavailableException e) {
      LOG.warn("withdrawal {} will be paid later: {}", withdrawal.id(), e.getMessage());
    }
  }

  private void paid(UUID id) {
    database
        .jdbi()
        .useTransaction(
            handle -> paid(handle, table.find(handle, id).orElseThrow(Withdrawals::unknown)));
    outbox.wake();
  }

  /** With the provider's word the money under way has left. */
  private boolean paid(Handle handle, Withdrawal withdrawal) {
    UUID id = withdrawal.id();
    if (!table.step(handle, id, WithdrawalState.PAYING, WithdrawalState.PAID, null)) {
      return false;
    }
    outbox.add(
        handle,
        new Movement(
            payoutOf(id),
            TransferKind.WITHDRAWAL,
            Accounts.UNDER_WAY,
            Accounts.EXTERNAL,
            withdrawal.amount(),
            "withdrawal " + id + " was paid"));
    return true;
  }

  private boolean giveBack(UUID id, WithdrawalState from, String remark) {
    boolean done = database.jdbi().inTransaction(handle -> giveBack(handle, id, from, remark));
    outbox.wake();
    return done;
  }

  private boolean giveBack(Handle handle, UUID id, WithdrawalState from, String remark) {
    if (!table.step(handle, id, from, WithdrawalState.RETURNING, remark)) {
      return false;
    }
    addReturn(handle, table.find(handle, id).orElseThrow(Withdrawals::unknown));
    return true;
  }

  /** Once, since its id follows from the withdrawal's. */
  private void addReturn(Handle handle, Withdrawal withdrawal) {
    outbox.add(
        handle,
        new Movement(
            returnOf(withdrawal.id()),
            TransferKind.WITHDRAWAL_RETURN,
            Accounts.UNDER_WAY,
            withdrawal.account(),
            withdrawal.amount(),
            "withdrawal " + withdrawal.id() + " came back"));
  }

  /**
   * Takes the provider's word, in the caller's transaction.
   *
   * @return whether it changed anything
   * @throws AccountsException UNKNOWN_PAYMENT; CONTRADICTION if it is about another amount, or says
   *     the opposite of what it said before
   */
  boolean told(Handle handle, PaymentEvent event) {
    Withdrawal withdrawal =
        table
            .lock(handle, event.subject())
            .orElseThrow(
                () -> new AccountsException(Code.UNKNOWN_PAYMENT, "there is no such payment"));
    boolean paid = event.type() == PaymentEvent.Type.PAYOUT_PAID;
    boolean known =
        paid
            ? withdrawal.state() == WithdrawalState.PAID
            : withdrawal.state() == WithdrawalState.RETURNING
                || withdrawal.state() == WithdrawalState.RETURNED;
    if (known) {
      return false;
    }
    if (withdrawal.amount() != event.amount() || withdrawal.state() != WithdrawalState.PAYING) {
      throw new AccountsException(
          Code.CONTRADICTION,
          "withdrawal %s of %s is %s"
              .formatted(withdrawal.id(), Decimals.money(withdrawal.amount()), withdrawal.state()));
    }
    return paid
        ? paid(handle, withdrawal)
        : giveBack(
            handle, withdrawal.id(), WithdrawalState.PAYING, "the payment could not be made");
  }

  private static Movement taking(UUID id, long account, long amount) {
    return new Movement(
        id, TransferKind.WITHDRAWAL, account, Accounts.UNDER_WAY, amount, "withdrawal");
  }

  /** One withdrawal of an account is weighed against its limit at a time. */
  private static void lock(Handle handle, long account) {
    handle
        .createQuery("SELECT account_id FROM users WHERE account_id = :account FOR NO KEY UPDATE")
        .bind("account", account)
        .mapTo(Long.class)
        .one();
  }

  private static AccountsException unknown() {
    return new AccountsException(Code.UNKNOWN_WITHDRAWAL, "there is no such withdrawal");
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Withdrawal read(ResultSet row) throws SQLException {
    return new Withdrawal(
        row.getObject("withdrawal_id", UUID.class),
        row.getLong("account_id"),
        row.getLong("amount"),
        row.getObject("payout_item", UUID.class),
        WithdrawalState.valueOf(row.getString("state")),
        row.getString("remark"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getInt("attempts"),
        row.getObject("decided_by", Long.class));
  }
}
