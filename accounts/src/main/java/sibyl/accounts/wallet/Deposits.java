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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.PaymentProvider;
import sibyl.accounts.payment.ProviderUnavailableException;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.store.Database;

/**
 * Money put in. A deposit is written down, the provider is asked to collect it, and only the
 * provider's signed word puts its transfer into the outbox, in the transaction that takes the word.
 * Its id follows from account and idempotency key: the same key is the same deposit, for ever.
 */
public final class Deposits implements Relay.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Deposits.class);
  private static final int AT_A_TIME = 500;
  private static final Duration PAUSE_MIN = Duration.ofSeconds(2);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  private final Database database;
  private final Outbox outbox;
  private final PaymentProvider provider;
  private final WalletLimits limits;
  private final InstantSource clock;

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
            .bind("next", now.plus(PAUSE_MIN))
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
    database
        .jdbi()
        .useTransaction(
            handle ->
                step(handle, deposit.id(), DepositState.CREATED, DepositState.REQUESTED, null));
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
        handle
            .createQuery("SELECT * FROM deposits WHERE deposit_id = :id FOR UPDATE")
            .bind("id", event.subject())
            .map((row, context) -> read(row))
            .findOne()
            .orElseThrow(
                () -> new AccountsException(Code.UNKNOWN_PAYMENT, "there is no such payment"));
    boolean paid = event.type() == PaymentEvent.Type.DEPOSIT_PAID;
    DepositState to = paid ? DepositState.PAID : DepositState.FAILED;
    if (deposit.state() == to || (paid && deposit.state() == DepositState.CREDITED)) {
      return false;
    }
    if (deposit.amount() != event.amount() || !deposit.state().mayBecome(to)) {
      throw new AccountsException(
          Code.CONTRADICTION,
          "deposit %s of %s is %s"
              .formatted(deposit.id(), Requests.decimal(deposit.amount()), deposit.state()));
    }
    step(
        handle,
        deposit.id(),
        deposit.state(),
        to,
        paid ? null : "the payment could not be collected");
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
    }
    return true;
  }

  @Override
  public int repeat() {
    List<Deposit> due = takeDue();
    due.forEach(this::collect);
    return due.size() + credited();
  }

  private List<Deposit> takeDue() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE deposits
                        SET attempts = attempts + 1,
                            next_attempt_at = CAST(:now AS timestamptz)
                              + least(:max, :min * power(2, least(attempts, 20)))
                                * interval '1 second'
                        WHERE deposit_id IN (
                          SELECT deposit_id FROM deposits
                          WHERE state = 'CREATED' AND next_attempt_at <= :now
                            AND provider = :provider
                          ORDER BY next_attempt_at LIMIT :some FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                    .bind("now", now())
                    .bind("min", PAUSE_MIN.toSeconds())
                    .bind("max", PAUSE_MAX.toSeconds())
                    .bind("provider", provider.name())
                    .bind("some", AT_A_TIME)
                    .map((row, context) -> read(row))
                    .list());
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
                step(handle, id, DepositState.PAID, DepositState.CREDITED, null);
              }
            });
    return done.size();
  }

  /** Goes a step, unless somebody else has. */
  private void step(
      Handle handle, UUID id, DepositState from, DepositState to, @Nullable String remark) {
    if (!from.mayBecome(to)) {
      throw new IllegalStateException("a deposit that is " + from + " cannot become " + to);
    }
    OffsetDateTime now = now();
    int changed =
        handle
            .createUpdate(
                """
                UPDATE deposits SET state = :to, remark = :remark, updated_at = :now
                WHERE deposit_id = :id AND state = :from
                """)
            .bind("to", to.name())
            .bind("remark", remark)
            .bind("now", now)
            .bind("id", id)
            .bind("from", from.name())
            .execute();
    if (changed == 1) {
      Requests.step(handle, id, to, remark, now);
    }
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
