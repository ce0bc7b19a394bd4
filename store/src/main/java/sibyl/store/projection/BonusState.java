package sibyl.store.projection;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of bonus money: what is not in here is zero.
 *
 * @param events bonus money in events that did not come back to those who put it in, millionths
 */
record BonusState(
    Map<Long, BonusFigures> accounts, Map<BonusKey, BonusStake> stakes, Map<Long, Long> events) {

  static BonusState empty() {
    return new BonusState(new HashMap<>(), new HashMap<>(), new HashMap<>());
  }

  BonusFigures account(long account) {
    return accounts.getOrDefault(account, BonusFigures.NONE);
  }

  BonusStake stake(BonusKey key) {
    return stakes.getOrDefault(key, BonusStake.NONE);
  }

  long event(long event) {
    return events.getOrDefault(event, 0L);
  }

  void putAll(BonusState other) {
    accounts.putAll(other.accounts);
    stakes.putAll(other.stakes);
    events.putAll(other.events);
  }
}
