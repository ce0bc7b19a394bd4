package sibyl.store.projection;

/**
 * One account in one event, in millionths.
 *
 * @param flow cash that came from the event, less what was put in; follows from the positions, and
 *     is not kept in the row
 * @param staked bonus money that was put in and did not come back
 * @param writtenOff the part of it that is lost, unless more comes back
 * @param carried the part of the winnings that counts as others' bonus money
 */
record BonusStake(long flow, long staked, long writtenOff, long carried) {
  static final BonusStake NONE = new BonusStake(0, 0, 0, 0);

  static BonusStake ofFlow(long flow) {
    return new BonusStake(flow, 0, 0, 0);
  }

  boolean isRow() {
    return staked != 0 || writtenOff != 0 || carried != 0;
  }

  BonusStake moved(long cash) {
    return new BonusStake(Math.addExact(flow, cash), staked, writtenOff, carried);
  }

  BonusStake with(long nowStaked, long nowWrittenOff) {
    return new BonusStake(flow, nowStaked, nowWrittenOff, carried);
  }

  BonusStake carrying(long now) {
    return new BonusStake(flow, staked, writtenOff, now);
  }
}
