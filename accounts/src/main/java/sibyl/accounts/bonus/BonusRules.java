package sibyl.accounts.bonus;

/**
 * When bonus money may be withdrawn.
 *
 * @param multiple of it that its owner must have traded; 0: at once, nothing is locked
 * @param winningsMax how much won from others' bonus money a person may unlock by trading, in all,
 *     millionths
 */
public record BonusRules(int multiple, long winningsMax) {
  public static final BonusRules OFF = new BonusRules(0, 0);

  /** The most that {@link #multiple} can be. */
  public static final int MULTIPLE_MAX = 100;

  public BonusRules {
    if (multiple < 0 || multiple > MULTIPLE_MAX || winningsMax < 0) {
      throw new IllegalArgumentException("bonus rules out of range");
    }
  }

  public boolean lock() {
    return multiple > 0;
  }
}
