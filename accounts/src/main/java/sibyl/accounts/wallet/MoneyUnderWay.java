package sibyl.accounts.wallet;

import java.util.UUID;

/**
 * The ids of the transfers that end a withdrawal: each tells, without the tables, which transfer
 * has taken the money, as each of these is its own inverse. Complementing a random or hashed id
 * gives one that no other has.
 */
public final class MoneyUnderWay {
  private MoneyUnderWay() {}

  /** Of the transfer to the world outside. */
  public static UUID paid(UUID taken) {
    return new UUID(~taken.getMostSignificantBits(), taken.getLeastSignificantBits());
  }

  /** Of the transfer back to the account. */
  public static UUID returned(UUID taken) {
    return new UUID(~taken.getMostSignificantBits(), ~taken.getLeastSignificantBits());
  }
}
