package sibyl.accounts.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.Decimals;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.PaymentProvider;
import sibyl.accounts.payment.ProviderUnavailableException;
import sibyl.accounts.trader.Notification;
import sibyl.accounts.trader.Notifications;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.store.Database;

/**
 * Money put in. A deposit is written down, the provider is asked to collect it, and only the
 * provider's word, signed or asked for, puts its transfer into the outbox, in the transaction that
 * takes the word. One that nobody pays is given up after a time. Its id follows from account and
 * idempotency key: the same key is the same deposit, for ever.
 */
public final class Deposits implements Relay.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Deposits.class);
  private static final int AT_A_TIME = 500;
  private static final String NOT_COLLECTED = "the payment could not be collected";
  private static final String NOT_PAID = "nobody paid it in time";

  /** For whoever asked for the deposit to have it collected; then the relay does. */
  private static final Duration COLLECTING_WITHIN = Duration.ofSeconds(2);

  /** Most callbacks come sooner, and then nobody is asked. */
  private static final Duration CALLBACK_WITHIN = Duration.ofSeconds(5);

  private final Database database;
  private final Outbox outbox;
  private final PaymentProvider provider;
  private final WalletLimits limits;
  private final InstantSource clock;
  private final PaymentTable<Deposit, DepositState> table;

  public Deposits(
      Database database,
      Outbox outbox,
      PaymentProvider provider,
      WalletLimits limits,
      InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.provider = provider;
    this.limits = limits;
    this.clock = clock;
    this.table =
        new PaymentTable<>(
            database,
            "deposits",
            "deposit_id",
            "'CREATED', 'REQUESTED', 'EXPIRED'",
            "state = 'CREATED' AND is_suspended(account_id)",
            CALLBACK_WITHIN,
            (row, context) -> read(row),
            clock);
  }

  /** The id of the deposit that an idempotency key stands for. */
  public static UUID idOf(long account, String idempotencyKey) {
    return Movement.idOf("deposit/" + account + "/" + idempotencyKey);
  }

  /**
   * Writes a deposit down, or finds it written down, and has it collected.
   *
   * @param amount millionths
   * @throws AccountsException PAYMENTS_UNAVAILABLE, INVALID_AMOUNT, INVALID_IDEMPOTENCY_KEY;
   *     IDEMPOTENCY_CONFLICT if the key came with another amount before
   */
  public Deposit request(long account, long amount, String idempotencyKey) {
    provider.requireOpen();
    Requests.checkAmount(amount, limits.depositMax(), limits);
    Requests.checkKey(idempotencyKey);
    UUID id = idOf(account, idempotencyKey);
    Deposit deposit = database.jdbi().inTransaction(handle -> insert(handle, id, account, amount));
    Requests.requireSame(amount, deposit.amount());
    if (deposit.state() == DepositState.CREATED) {
      collect(deposit);
    }
    return deposit;
  }

  private Deposit insert(Handle handle, UUID id, long account, long amount) {
    OffsetDateTime now = now();
    int inserted =
        handle
            .createUpdate(
                """
                INSERT INTO deposits (deposit_id, account_id, amount, provider, state, created_at,
                  updated_at, next_attempt_at)
                VALUES (:id, :account, :amount, :provider, 'CREATED', :now, :now, :next)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", id)
            .bind("account", account)
            .bind("amount", amount)
            .bind("provider", provider.name())
            .bind("now", now)
            .bind("next", now.plus(COLLECTING_WITHIN))
            .execute();
    if (inserted == 1) {
      Requests.step(handle, id, DepositState.CREATED, null, now);
    }
    return find(handle, id).orElseThrow();
  }

  private void collect(Deposit deposit) {
    try {
      provider.collect(deposit.id(), deposit.amount());
    } catch (ProviderUnavailableException e) {
      LOG.warn("deposit {} will be collected later: {}", deposit.id(), e.getMessage());
      return;
    }
    table.step(deposit.id(), DepositState.CREATED, DepositState.REQUESTED, null);
  }

  public Optional<Deposit> find(UUID id) {
    return database.jdbi().withHandle(handle -> find(handle, id));
  }

  /**
   * Takes the provider's word, in the caller's transaction.
   *
   * @return whether it changed anything
   * @throws AccountsException UNKNOWN_PAYMENT; CONTRADICTION if it is about another amount, or says
   *     the opposite of what it said before
   */
  boolean told(Handle handle, PaymentEvent event) {
    Deposit deposit =
        table
            .lock(handle, event.subject())
            .orElseThrow(
                () -> new AccountsException(Code.UNKNOWN_PAYMENT, "there is no such payment"));
    boolean paid = event.type() == PaymentEvent.Type.DEPOSIT_PAID;
    DepositState to = paid ? DepositState.PAID : DepositState.FAILED;
    boolean known =
        deposit.state() == to
            || deposit.state() == (paid ? DepositState.CREDITED : DepositState.EXPIRED);
    if (known) {
      return false;
    }
    if (deposit.amount() != event.amount() || !deposit.state().mayBecome(to)) {
      throw new AccountsException(
          Code.CONTRADICTION,
          "deposit %s of %s is %s"
              .formatted(deposit.id(), Decimals.money(deposit.amount()), deposit.state()));
    }
    table.step(handle, deposit.id(), deposit.state(), to, paid ? null : NOT_COLLECTED);
    if (paid) {
      outbox.add(
          handle,
          new Movement(
              deposit.id(),
              TransferKind.DEPOSIT,
              Accounts.EXTERNAL,
              deposit.account(),
              deposit.amount(),
              "deposit"));
    } else {
      notify(handle, deposit, Notification.Kind.DEPOSIT_FAILED);
    }
    return true;
  }

  @Override
  public int repeat() {
    List<Deposit> due = table.takeDue(provider.name());
    due.forEach(this::pursue);
    return due.size() + credited();
  }

  /**
   * Has it collected, or asks what became of it when the callback that should tell has not come.
   * Only an answer ends a deposit: a provider that is away may have been paid. One that was given
   * up is asked about for as long again.
   */
  private void pursue(Deposit deposit) {
    boolean late = isOlder(deposit, limits.depositWithin());
    if (deposit.state() == DepositState.EXPIRED
        && isOlder(deposit, limits.depositWithin().multipliedBy(2))) {
      table.leave(deposit.id());
      return;
    }
    if (deposit.state() == DepositState.CREATED && !late) {
      collect(deposit);
      return;
    }
    try {
      PaymentProvider.Standing standing = provider.standing(deposit.id());
      switch (standing.progress()) {
        case PAID -> learn(deposit, PaymentEvent.Type.DEPOSIT_PAID, standing.amount());
        case FAILED -> learn(deposit, PaymentEvent.Type.DEPOSIT_FAILED, standing.amount());
        case UNDER_WAY, UNKNOWN -> {
          if (late && deposit.state() != DepositState.EXPIRED) {
            expire(deposit);
          }
        }
      }
    } catch (ProviderUnavailableException e) {
      LOG.warn("deposit {} will be asked about later: {}", deposit.id(), e.getMessage());
    } catch (AccountsException e) {
      LOG.error("{} answers, but {}", provider.name(), e.getMessage());
    }
  }

  private boolean isOlder(Deposit deposit, Duration age) {
    return !clock.instant().isBefore(deposit.createdAt().plus(age));
  }

  /** What the provider answers counts like what it tells. */
  private void learn(Deposit deposit, PaymentEvent.Type type, long amount) {
    PaymentEvent event = new PaymentEvent(provider.name(), "asked", type, deposit.id(), amount);
    if (database.jdbi().inTransaction(handle -> told(handle, event))) {
      LOG.info("deposit {} was asked about: {}", deposit.id(), type);
      outbox.wake();
    }
  }

  private void expire(Deposit deposit) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              if (table.step(
                  handle, deposit.id(), deposit.state(), DepositState.EXPIRED, NOT_PAID)) {
                notify(handle, deposit, Notification.Kind.DEPOSIT_EXPIRED);
              }
            });
  }

  private void notify(Handle handle, Deposit deposit, Notification.Kind kind) {
    Notifications.tellOfDeposit(
        handle, deposit.account(), kind, deposit.id(), deposit.amount(), clock.instant());
  }

  /** Notices what the exchange has credited. */
  private int credited() {
    List<UUID> done =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT d.deposit_id
                            FROM deposits d JOIN outbox o ON o.transfer_id = d.deposit_id
                            WHERE d.state = 'PAID' AND o.state = 'DONE' LIMIT :some
                            """)
                        .bind("some", AT_A_TIME)
                        .mapTo(UUID.class)
                        .list());
    database
        .jdbi()
        .useTransaction(
            handle -> {
              for (UUID id : done) {
                table.step(handle, id, DepositState.PAID, DepositState.CREDITED, null);
              }
            });
    return done.size();
  }

  private static Optional<Deposit> find(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            SELECT d.deposit_id, d.account_id, d.amount, d.remark, d.created_at,
                   CASE WHEN d.state = 'PAID' AND o.state = 'DONE' THEN 'CREDITED'
                        ELSE d.state END AS state
            FROM deposits d LEFT JOIN outbox o ON o.transfer_id = d.deposit_id
            WHERE d.deposit_id = :id
            """)
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Deposit read(ResultSet row) throws SQLException {
    return new Deposit(
        row.getObject("deposit_id", UUID.class),
        row.getLong("account_id"),
        row.getLong("amount"),
        DepositState.valueOf(row.getString("state")),
        row.getString("remark"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
