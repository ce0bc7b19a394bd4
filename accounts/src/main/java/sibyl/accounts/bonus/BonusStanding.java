package sibyl.accounts.bonus;

/**
 * An account's bonus money, in millionths.
 *
 * @param granted bonuses and rewards so far
 * @param staked bonus money in positions
 * @param locked the part of the cash that cannot be withdrawn
 * @param traded what counts as traded so far
 * @param toTrade what must still be traded to unlock all that trading can unlock
 * @param beyondTrading the part of what is locked that only staff can unlock
 * @param verified whether the owner's identity is verified, without which nothing is unlocked
 */
public record BonusStanding(
    long granted,
    long staked,
    long locked,
    long traded,
    long toTrade,
    long beyondTrading,
    boolean verified) {

  /**
   * @param inCash bonus money that is not in positions
   * @param released bonus money that was withdrawn
   */
  static BonusStanding of(
      BonusRules rules,
      long granted,
      long inCash,
      long staked,
      long traded,
      long released,
      boolean verified) {
    if (!rules.lock()) {
      return new BonusStanding(granted, staked, 0, traded, 0, 0, verified);
    }
    long most = Math.max(0, Math.addExact(granted, rules.winningsMax()) - released);
    long earned = Math.max(0, traded / rules.multiple() - released);
    long unlocked = verified ? Math.min(most, earned) : 0;
    long reachable = Math.min(most, inCash);
    long toTrade =
        Math.max(
            0,
            Math.subtractExact(
                Math.multiplyExact(Math.addExact(released, reachable), rules.multiple()), traded));
    return new BonusStanding(
        granted,
        staked,
        Math.max(0, inCash - unlocked),
        traded,
        toTrade,
        inCash - reachable,
        verified);
  }

  /**
   * What may be withdrawn of the available cash.
   *
   * @param available millionths
   */
  public long withdrawable(long available) {
    return Math.max(0, available - locked);
  }
}
