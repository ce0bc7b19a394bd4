package sibyl.accounts.wallet;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import sibyl.accounts.AccountsException;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.outbox.OutboxEntry;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.store.Database;

/**
 * Deposits of sandbox money. A request is an entry of the outbox before it is a command, and its
 * transfer's id follows from account and idempotency key, so the same key always means the same
 * transfer, of which the exchange applies one.
 */
public final class WalletDeposits {
  private static final int KEY_LENGTH_MAX = 255;

  /** How long the caller's own submission may take to show before the relay repeats it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Database database;
  private final Outbox outbox;
  private final DepositLimits limits;

  public WalletDeposits(Database database, Outbox outbox, DepositLimits limits) {
    this.database = database;
    this.outbox = outbox;
    this.limits = limits;
  }

  /**
   * Writes the request down, or finds it written down. The caller submits the transfer and waits
   * for its event; should it not, the relay will.
   *
   * @param amount millionths
   * @throws AccountsException INVALID_AMOUNT, INVALID_IDEMPOTENCY_KEY; IDEMPOTENCY_CONFLICT if the
   *     key came with another amount before
   */
  public Movement request(long account, long amount, String idempotencyKey) {
    checkAmount(amount);
    checkKey(idempotencyKey);
    UUID id = Movement.idOf("deposit/" + account + "/" + idempotencyKey);
    OutboxEntry known = outbox.find(id).orElse(null);
    if (known != null && known.movement().amount() != amount) {
      throw new AccountsException(
          AccountsException.Code.IDEMPOTENCY_CONFLICT,
          "this idempotency key was used for a deposit of another amount");
    }
    Movement deposit =
        new Movement(id, TransferKind.DEPOSIT, Accounts.EXTERNAL, account, amount, "deposit");
    database.jdbi().useTransaction(handle -> outbox.add(handle, deposit, GRACE));
    return deposit;
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

  private static String decimal(long millionths) {
    return BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
  }
}
