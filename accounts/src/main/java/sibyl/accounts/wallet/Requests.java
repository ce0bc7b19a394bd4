package sibyl.accounts.wallet;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.Decimals;

/** What deposits and withdrawals have in common: how they are asked for, and their history. */
final class Requests {
  private static final int KEY_LENGTH_MAX = 255;

  private Requests() {}

  static void checkAmount(long amount, long max, WalletLimits limits) {
    if (amount < limits.min() || amount > max || amount % limits.step() != 0) {
      throw new AccountsException(
          Code.INVALID_AMOUNT,
          "an amount here is between "
              + Decimals.money(limits.min())
              + " and "
              + Decimals.money(max)
              + ", in steps of "
              + Decimals.money(limits.step()));
    }
  }

  static void checkKey(String key) {
    if (key.isEmpty()
        || key.length() > KEY_LENGTH_MAX
        || key.chars().anyMatch(Character::isISOControl)) {
      throw new AccountsException(
          Code.INVALID_IDEMPOTENCY_KEY,
          "an idempotency key has 1 to " + KEY_LENGTH_MAX + " printable characters");
    }
  }

  static void requireSame(long amount, long before) {
    if (amount != before) {
      throw new AccountsException(
          Code.IDEMPOTENCY_CONFLICT, "this idempotency key came with another amount before");
    }
  }

  /** Adds a state to the history of something whose row this transaction has locked. */
  static void step(
      Handle handle, UUID subject, Enum<?> state, @Nullable String remark, OffsetDateTime now) {
    handle
        .createUpdate(
            """
            INSERT INTO money_steps (subject_id, step, state, remark, at)
            SELECT :subject, count(*) + 1, :state, :remark, :now
            FROM money_steps WHERE subject_id = :subject
            """)
        .bind("subject", subject)
        .bind("state", state.name())
        .bind("remark", remark)
        .bind("now", now)
        .execute();
  }
}
