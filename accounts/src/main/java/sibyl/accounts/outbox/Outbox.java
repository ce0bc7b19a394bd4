package sibyl.accounts.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.exchange.ExchangeCommands;
import sibyl.accounts.exchange.Relay;
import sibyl.engine.Accounts;
import sibyl.engine.Reason;
import sibyl.engine.TransferKind;
import sibyl.store.Database;
import sibyl.store.projection.OutboxMark;

/**
 * Moves money at the exchange that was decided to move here. {@link #add} is part of the deciding
 * transaction; {@link #wake}, after its commit, makes the relay submit at once instead of soon. An
 * entry nobody sees answered is submitted again, less and less often, and after {@link
 * #ATTEMPTS_MAX} times is a dead letter. So is one that the exchange refuses for good, save where a
 * refusal is an answer: a withdrawal of more than there is.
 *
 * <p>Of several relays on one database each takes other entries. Thread-safe.
 */
public final class Outbox implements Relay.Work {
  /** Submissions before it gives up: about half an hour. */
  public static final int ATTEMPTS_MAX = 60;

  /** What the events of its transfers carry as the sender. */
  public static final long ORIGIN = OutboxMark.ORIGIN;

  private static final int AT_A_TIME = 500;
  private static final Duration PAUSE_MIN = Duration.ofSeconds(2);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(32);

  /** Refusals that trying again does not change; others may be a matter of time. */
  private static final List<String> FINAL_REFUSALS =
      List.of(
          Reason.INSUFFICIENT_BALANCE.name(),
          Reason.AMOUNT_OUT_OF_RANGE.name(),
          Reason.INVALID_COMMAND.name());

  private final Database database;
  private final ExchangeCommands exchange;
  private final InstantSource clock;
  private volatile Runnable wake = () -> {};

  public Outbox(Database database, ExchangeCommands exchange, InstantSource clock) {
    this.database = database;
    this.exchange = exchange;
    this.clock = clock;
  }

  /**
   * Adds a movement to the transaction of {@code handle}; one that is there is left as it is.
   *
   * @return whether it was new
   * @throws IllegalStateException if the id stands for another movement
   */
  public boolean add(Handle handle, Movement movement) {
    return add(handle, movement, Duration.ZERO);
  }

  /**
   * As {@link #add(Handle, Movement)}, for a caller that submits the transfer itself.
   *
   * @param grace until the relay submits it too
   */
  public boolean add(Handle handle, Movement movement, Duration grace) {
    Instant now = clock.instant();
    int inserted =
        handle
            .createUpdate(
                """
                INSERT INTO outbox (transfer_id, correlation, kind, from_account, to_account,
                  amount, reference, created_at, updated_at, next_attempt_at)
                VALUES (:id, :correlation, :kind, :from, :to, :amount, :reference, :now, :now,
                  :next)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", movement.id())
            .bind("correlation", OutboxMark.correlation(movement.id()))
            .bind("kind", movement.kind().name())
            .bind("from", movement.from())
            .bind("to", movement.to())
            .bind("amount", movement.amount())
            .bind("reference", movement.reference())
            .bind("now", at(now))
            .bind("next", at(now.plus(grace)))
            .execute();
    if (inserted == 0 && !entry(handle, movement.id()).movement().equals(movement)) {
      throw new IllegalStateException("transfer " + movement.id() + " is for something else");
    }
    return inserted == 1;
  }

  /** What the events of a transfer carry as the sender's number; also those that refuse it. */
  public static long correlation(UUID transfer) {
    return OutboxMark.correlation(transfer);
  }

  /** To be called after the commit of what was added; the relay begins at once. */
  public void wake() {
    wake.run();
  }

  public Optional<OutboxEntry> find(UUID id) {
    return database.jdbi().withHandle(handle -> find(handle, id));
  }

  @Override
  public void wokenBy(Runnable relay) {
    wake = relay;
  }

  @Override
  public int repeat() {
    giveUp();
    int submitted = 0;
    while (true) {
      List<OutboxEntry> due = takeDue();
      int sent = submit(due);
      submitted += sent;
      if (sent < due.size()) {
        putBack(due.subList(sent, due.size()));
        return submitted;
      }
      if (due.size() < AT_A_TIME) {
        return submitted;
      }
    }
  }

  /** How many it took before the exchange would take no more. */
  private int submit(List<OutboxEntry> due) {
    for (int i = 0; i < due.size(); i++) {
      if (!exchange.transfer(due.get(i).movement().transfer())) {
        return i;
      }
    }
    return due.size();
  }

  /** Takes those whose time has come, and writes down their next time before they are submitted. */
  private List<OutboxEntry> takeDue() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE outbox
                        SET attempts = attempts + 1,
                            next_attempt_at = CAST(:now AS timestamptz)
                              + least(:max, :min * power(2, least(attempts, 20)))
                                * interval '1 second'
                        WHERE transfer_id IN (
                          SELECT transfer_id FROM outbox
                          WHERE state = 'WAITING' AND next_attempt_at <= :now
                            AND attempts < :attempts
                            AND NOT (kind = 'WITHDRAWAL' AND is_suspended(from_account))
                          ORDER BY next_attempt_at LIMIT :some FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                    .bind("now", at(clock.instant()))
                    .bind("min", PAUSE_MIN.toSeconds())
                    .bind("max", PAUSE_MAX.toSeconds())
                    .bind("attempts", ATTEMPTS_MAX)
                    .bind("some", AT_A_TIME)
                    .map((row, context) -> OutboxEntry.read(row))
                    .list());
  }

  /** What the exchange did not take was no attempt; it is due again with the relay's next turn. */
  private void putBack(List<OutboxEntry> untaken) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        UPDATE outbox SET attempts = attempts - 1, next_attempt_at = :now
                        WHERE transfer_id = ANY(:ids) AND attempts > 0
                        """)
                    .bind("now", at(clock.instant()))
                    .bindArray(
                        "ids", UUID.class, untaken.stream().map(e -> e.movement().id()).toList())
                    .execute());
  }

  /**
   * Submits an entry no more that its owner was told is refused, in the transaction that does so.
   */
  public void refused(Handle handle, UUID id, String reason) {
    handle
        .createUpdate(
            """
            UPDATE outbox SET state = 'REFUSED', state_reason = :reason, updated_at = :now
            WHERE transfer_id = :id AND state = 'WAITING'
            """)
        .bind("reason", reason)
        .bind("now", at(clock.instant()))
        .bind("id", id)
        .execute();
  }

  /** Ends the waiting of what was refused for good or was never answered. */
  private void giveUp() {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        UPDATE outbox
                        SET state = CASE WHEN kind = :refusable AND from_account >= :people
                                              AND refused_reason = ANY(:final)
                                         THEN 'REFUSED' ELSE 'DEAD' END,
                            state_reason = coalesce('refused: ' || lower(refused_reason),
                                                    'not answered'),
                            updated_at = :now
                        WHERE state = 'WAITING'
                          AND (refused_reason = ANY(:final)
                               OR (attempts >= :attempts AND next_attempt_at <= :now))
                        """)
                    .bind("refusable", TransferKind.WITHDRAWAL.name())
                    .bind("people", Accounts.FIRST_PERSON)
                    .bindArray("final", String.class, FINAL_REFUSALS)
                    .bind("attempts", ATTEMPTS_MAX)
                    .bind("now", at(clock.instant()))
                    .execute());
  }

  private static OutboxEntry entry(Handle handle, UUID id) {
    return find(handle, id)
        .orElseThrow(() -> new IllegalStateException("transfer " + id + " has no entry"));
  }

  private static Optional<OutboxEntry> find(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM outbox WHERE transfer_id = :id")
        .bind("id", id)
        .map((row, context) -> OutboxEntry.read(row))
        .findOne();
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
