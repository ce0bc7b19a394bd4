package sibyl.accounts.adjustment;

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
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.outbox.EntryState;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.staff.SecondPersons;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.store.Database;

/**
 * Corrections of balances. One member of staff asks, another decides; what is approved moves
 * between the house and the account, once, through the outbox, in the transaction that approves it.
 * Thread-safe.
 */
public final class Adjustments {
  /** The most that one correction moves, in millionths: a million. */
  public static final long AMOUNT_MAX = 1_000_000_000_000L;

  /**
   * The most that corrections move within 24 hours that one member asked for, that one member
   * approved, or that one account had; what is given and what is taken both count.
   */
  public static final long DAY_MAX = AMOUNT_MAX;

  private static final Duration DAY = Duration.ofHours(24);

  private static final String SELECT =
      """
      SELECT a.*, o.state AS transfer_state
      FROM adjustments a LEFT JOIN outbox o USING (transfer_id)
      """;

  private final Database database;
  private final Outbox outbox;
  private final SecondPersons secondPersons;
  private final InstantSource clock;

  public Adjustments(
      Database database, Outbox outbox, SecondPersons secondPersons, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.secondPersons = secondPersons;
    this.clock = clock;
  }

  /**
   * @param account which the caller knows to exist
   * @param amount millionths; negative to take
   * @throws AccountsException INVALID_AMOUNT for nothing or too much; LIMIT_EXCEEDED by what the
   *     member asked for, or the account had, within 24 hours
   */
  public Adjustment request(long account, long amount, String reason, long by) {
    if (amount == 0 || amount > AMOUNT_MAX || amount < -AMOUNT_MAX) {
      throw new AccountsException(
          Code.INVALID_AMOUNT, "a correction gives or takes something, at most a million");
    }
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              checkDay(handle, "requested_by", "requested_at", by, amount);
              checkDay(handle, "account_id", "requested_at", account, amount);
              return require(
                  handle,
                  handle
                      .createQuery(
                          """
                            INSERT INTO adjustments
                              (account_id, amount, reason, state, requested_by, requested_at)
                            VALUES (:account, :amount, :reason, 'REQUESTED', :by, :now)
                            RETURNING adjustment_id
                            """)
                      .bind("account", account)
                      .bind("amount", amount)
                      .bind("reason", reason)
                      .bind("by", by)
                      .bind("now", now())
                      .mapTo(Long.class)
                      .one());
            });
  }

  /**
   * @throws AccountsException UNKNOWN_ADJUSTMENT, ALREADY_DECIDED; SECOND_PERSON_NEEDED unless
   *     {@link SecondPersons} let this member decide; LIMIT_EXCEEDED by what the member approved
   *     within 24 hours
   */
  public Adjustment approve(long id, @Nullable String remark, long by) {
    Adjustment approved =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  decide(handle, id, AdjustmentState.APPROVED, remark, by);
                  Adjustment adjustment = require(handle, id);
                  Movement movement = movement(adjustment);
                  outbox.add(handle, movement);
                  handle.execute(
                      "UPDATE adjustments SET transfer_id = ? WHERE adjustment_id = ?",
                      movement.id(),
                      id);
                  return require(handle, id);
                });
    outbox.wake();
    return approved;
  }

  /**
   * @throws AccountsException as {@link #approve}, without a limit
   */
  public Adjustment reject(long id, String remark, long by) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              decide(handle, id, AdjustmentState.REJECTED, remark, by);
              return require(handle, id);
            });
  }

  public Optional<Adjustment> find(long id) {
    return database.jdbi().withHandle(handle -> find(handle, id));
  }

  /**
   * The newest first.
   *
   * @param state null for any
   * @param before only those with smaller numbers
   */
  public List<Adjustment> list(@Nullable AdjustmentState state, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + """
                            WHERE a.adjustment_id < :below
                              AND (CAST(:state AS text) IS NULL OR a.state = :state)
                            ORDER BY a.adjustment_id DESC LIMIT :limit
                            """)
                    .bind("below", before)
                    .bind("state", state == null ? null : state.name())
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  private void decide(
      Handle handle, long id, AdjustmentState to, @Nullable String remark, long by) {
    // Whoever comes second waits here and then finds it decided.
    handle.execute("SELECT 1 FROM adjustments WHERE adjustment_id = ? FOR UPDATE", id);
    Adjustment adjustment = require(handle, id);
    secondPersons.requireApart(handle, adjustment.requestedBy(), by);
    secondPersons.requireUninvolved(handle, adjustment.account(), by);
    if (adjustment.state() != AdjustmentState.REQUESTED) {
      throw new AccountsException(Code.ALREADY_DECIDED, "this correction was decided about before");
    }
    if (to == AdjustmentState.APPROVED) {
      checkDay(handle, "decided_by", "decided_at", by, adjustment.amount());
    }
    handle
        .createUpdate(
            """
            UPDATE adjustments
            SET state = :state, remark = :remark, decided_by = :by, decided_at = :now
            WHERE adjustment_id = :id
            """)
        .bind("state", to.name())
        .bind("remark", remark)
        .bind("by", by)
        .bind("now", now())
        .bind("id", id)
        .execute();
  }

  /** Counts what was not rejected. One at a time, so that what is asked for at once adds up. */
  private void checkDay(Handle handle, String column, String time, long of, long amount) {
    handle.execute("LOCK TABLE adjustments IN SHARE ROW EXCLUSIVE MODE");
    long sofar =
        handle
            .createQuery(
                "SELECT coalesce(sum(abs(amount)), 0)::bigint FROM adjustments WHERE "
                    + column
                    + " = :of AND "
                    + time
                    + " > :since AND state <> 'REJECTED'")
            .bind("of", of)
            .bind("since", now().minus(DAY))
            .mapTo(Long.class)
            .one();
    if (Math.abs(amount) > DAY_MAX - sofar) {
      throw new AccountsException(
          Code.LIMIT_EXCEEDED,
          "corrections that one member asks for or approves, or that one account has, move at most"
              + " a million within 24 hours: wait, or let another member act");
    }
  }

  private static Movement movement(Adjustment adjustment) {
    UUID id = Movement.idOf("adjustment/" + adjustment.id());
    boolean gives = adjustment.amount() > 0;
    return new Movement(
        id,
        TransferKind.ADJUSTMENT,
        gives ? Accounts.HOUSE : adjustment.account(),
        gives ? adjustment.account() : Accounts.HOUSE,
        Math.abs(adjustment.amount()),
        "correction " + adjustment.id());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Adjustment require(Handle handle, long id) {
    return find(handle, id)
        .orElseThrow(
            () -> new AccountsException(Code.UNKNOWN_ADJUSTMENT, "there is no such correction"));
  }

  private static Optional<Adjustment> find(Handle handle, long id) {
    return handle
        .createQuery(SELECT + "WHERE a.adjustment_id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  private static Adjustment read(ResultSet row) throws SQLException {
    OffsetDateTime decidedAt = row.getObject("decided_at", OffsetDateTime.class);
    String transfer = row.getString("transfer_state");
    return new Adjustment(
        row.getLong("adjustment_id"),
        row.getLong("account_id"),
        row.getLong("amount"),
        row.getString("reason"),
        AdjustmentState.valueOf(row.getString("state")),
        row.getLong("requested_by"),
        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
        row.getObject("decided_by", Long.class),
        decidedAt == null ? null : decidedAt.toInstant(),
        row.getString("remark"),
        transfer == null ? null : EntryState.valueOf(transfer));
  }
}
