package sibyl.store.projection;

/**
 * The bonus money of one account, in millionths.
 *
 * @param granted bonuses and rewards given to it so far
 * @param held bonus money that it has, in cash or staked
 * @param staked the part of that in positions
 * @param traded what stood against it in trades since the first grant
 * @param released bonus money that withdrawals have taken out
 */
record BonusFigures(long granted, long held, long staked, long traded, long released) {
  static final BonusFigures NONE = new BonusFigures(0, 0, 0, 0, 0);

  BonusFigures {
    if (granted < 0 || staked < 0 || held < staked || traded < 0 || released < 0) {
      throw new IllegalArgumentException("bonus money cannot be " + held + ", staked " + staked);
    }
  }

  /** The part that is not in positions. */
  long inCash() {
    return held - staked;
  }

  BonusFigures granted(long amount) {
    return new BonusFigures(
        Math.addExact(granted, amount), Math.addExact(held, amount), staked, traded, released);
  }

  /** Some of what is in cash went into positions; negative: came back. */
  BonusFigures staked(long amount) {
    return new BonusFigures(granted, held, Math.addExact(staked, amount), traded, released);
  }

  /** Some of what was staked is lost; negative: is not lost after all. */
  BonusFigures lost(long amount) {
    return new BonusFigures(
        granted,
        Math.subtractExact(held, amount),
        Math.subtractExact(staked, amount),
        traded,
        released);
  }

  /** Some of others' bonus money was won; negative: was given back, as far as it is in cash. */
  BonusFigures carried(long amount) {
    long now = Math.max(staked, Math.addExact(held, amount));
    return new BonusFigures(granted, now, staked, traded, released);
  }

  BonusFigures traded(long amount) {
    return new BonusFigures(granted, held, staked, Math.addExact(traded, amount), released);
  }

  /** A withdrawal took some out; negative: brought it back. */
  BonusFigures released(long amount) {
    return new BonusFigures(
        granted, Math.subtractExact(held, amount), staked, traded, Math.addExact(released, amount));
  }
}
