package sibyl.accounts.wallet;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.accounts.exchange.ExchangeCommands;
import sibyl.accounts.exchange.Relay;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;
import sibyl.store.Database;

/**
 * Deposits of sandbox money. A request is a row before it is a command, and its transfer's id
 * follows from account and idempotency key, so the same key always means the same transfer, of
 * which the exchange applies one. A row nobody sees answered is submitted again, less and less
 * often; after {@link #ATTEMPTS_MAX} times it is left for a person to look at.
 */
public final class WalletDeposits implements Relay.Work {
  /** Submissions by the relay before it gives up: about half an hour. */
  public static final int ATTEMPTS_MAX = 60;

  private static final int KEY_LENGTH_MAX = 255;
  private static final int AT_A_TIME = 500;
  private static final Duration PAUSE_MIN = Duration.ofSeconds(2);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(32);

  private final Database database;
  private final ExchangeCommands exchange;
  private final DepositLimits limits;
  private final InstantSource clock;

  public WalletDeposits(
      Database database, ExchangeCommands exchange, DepositLimits limits, InstantSource clock) {
    this.database = database;
    this.exchange = exchange;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Writes the request down, or finds it written down. The caller submits the transfer and waits
   * for its event; should it not, the relay will.
   *
   * @param amount millionths
   * @throws AccountsException INVALID_AMOUNT, INVALID_IDEMPOTENCY_KEY; IDEMPOTENCY_CONFLICT if the
   *     key came with another amount before
   */
  public DepositRequest request(long account, long amount, String idempotencyKey) {
    checkAmount(amount);
    checkKey(idempotencyKey);
    UUID id = transferId(account, idempotencyKey);
    Instant now = clock.instant();
    DepositRequest request =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  handle
                      .createUpdate(
                          """
                          INSERT INTO transfer_requests (transfer_id, kind, account_id,
                            idempotency_key, amount, created_at, next_attempt_at)
                          VALUES (:id, 'DEPOSIT', :account, :key, :amount, :now, :next)
                          ON CONFLICT DO NOTHING
                          """)
                      .bind("id", id)
                      .bind("account", account)
                      .bind("key", idempotencyKey)
                      .bind("amount", amount)
                      .bind("now", now.atOffset(ZoneOffset.UTC))
                      .bind("next", now.plus(PAUSE_MIN).atOffset(ZoneOffset.UTC))
                      .execute();
                  return handle
                      .createQuery("SELECT * FROM transfer_requests WHERE transfer_id = :id")
                      .bind("id", id)
                      .map((row, context) -> read(row))
                      .one();
                });
    if (request.transfer().amount() != amount) {
      throw new AccountsException(
          AccountsException.Code.IDEMPOTENCY_CONFLICT,
          "this idempotency key was used for a deposit of another amount");
    }
    return request;
  }

  /** Deposits the relay gave up on, oldest first, at most {@code limit}. */
  public List<DepositRequest> givenUp(int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM transfer_requests WHERE gave_up_at IS NOT NULL"
                            + " ORDER BY gave_up_at LIMIT :limit")
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  @Override
  public int repeat() {
    int submitted = 0;
    for (DepositRequest request : takeDue()) {
      if (!exchange.transfer(request.transfer())) {
        break; // its next turn is written down already
      }
      submitted++;
    }
    return submitted;
  }

  /** Takes those whose time has come, and writes down their next time before they are submitted. */
  private List<DepositRequest> takeDue() {
    Instant now = clock.instant();
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE transfer_requests r
                        SET attempts = attempts + 1,
                            next_attempt_at = CAST(:now AS timestamptz)
                              + least(:max, :min * power(2, least(attempts, 20)))
                                * interval '1 second',
                            gave_up_at = CASE WHEN attempts + 1 >= :attempts
                                              THEN CAST(:now AS timestamptz) END
                        WHERE transfer_id IN (
                          SELECT transfer_id FROM transfer_requests
                          WHERE completed_seq IS NULL AND gave_up_at IS NULL
                            AND next_attempt_at <= :now
                          ORDER BY next_attempt_at LIMIT :some FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("min", PAUSE_MIN.toSeconds())
                    .bind("max", PAUSE_MAX.toSeconds())
                    .bind("attempts", ATTEMPTS_MAX)
                    .bind("some", AT_A_TIME)
                    .map((row, context) -> read(row))
                    .list());
  }

  private void checkAmount(long amount) {
    if (amount < limits.min() || amount > limits.max() || amount % limits.step() != 0) {
      throw new AccountsException(
          AccountsException.Code.INVALID_AMOUNT,
          "a deposit is between "
              + decimal(limits.min())
              + " and "
              + decimal(limits.max())
              + ", in steps of "
              + decimal(limits.step()));
    }
  }

  private static void checkKey(String key) {
    if (key.isEmpty()
        || key.length() > KEY_LENGTH_MAX
        || key.chars().anyMatch(Character::isISOControl)) {
      throw new AccountsException(
          AccountsException.Code.INVALID_IDEMPOTENCY_KEY,
          "an idempotency key has 1 to " + KEY_LENGTH_MAX + " printable characters");
    }
  }

  private static UUID transferId(long account, String idempotencyKey) {
    ByteBuffer hash = ByteBuffer.wrap(Secret.hash("deposit/" + account + "/" + idempotencyKey));
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static String decimal(long millionths) {
    return BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
  }

  private static DepositRequest read(ResultSet row) throws SQLException {
    UUID id = row.getObject("transfer_id", UUID.class);
    return new DepositRequest(
        id,
        new Transfer(
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            Accounts.EXTERNAL,
            row.getLong("account_id"),
            row.getLong("amount"),
            TransferKind.DEPOSIT),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("completed_seq", Long.class));
  }
}
