package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sibyl.engine.Asset;
import sibyl.engine.Side;

/**
 * What the earlier orders of a command that is all or nothing lay claim to, so that a later one
 * does not count on it. Nothing for an order by itself.
 */
final class Claims {
  private final List<Considered> seen = new ArrayList<>();
  private final List<Considered> earlier = new ArrayList<>();
  private final Map<Long, Long> taken = new HashMap<>();
  private final Set<ClientIds.Id> clientIds = new HashSet<>();

  /** What is taken of an asset; less than nothing if earlier orders bring in more. */
  long taken(long asset) {
    return taken.getOrDefault(asset, 0L);
  }

  /** Orders so far. */
  int orders() {
    return earlier.size();
  }

  /** Those of them that may come to rest. */
  long resting() {
    return earlier.stream().filter(other -> other.order().rests()).count();
  }

  long resting(ModelMarket market) {
    return inMarket(market).stream().filter(other -> other.order().rests()).count();
  }

  /** Shares of a market that they buy, which may rest. */
  long bought(ModelMarket market) {
    return inMarket(market).stream()
        .filter(other -> other.order().side == Side.BUY)
        .mapToLong(other -> other.order().remaining)
        .sum();
  }

  boolean hasMarket(ModelMarket market) {
    return !inMarket(market).isEmpty();
  }

  /** Whether the id is new to the command; it no longer is after this. */
  boolean add(ClientIds.Id id) {
    return clientIds.add(id);
  }

  /** An order that is going to be carried out before the next. */
  void add(Considered next) {
    earlier.add(next);
    ModelOrder order = next.order();
    boolean buys = order.side == Side.BUY;
    taken.merge(Asset.CASH, buys ? next.needed() : next.plan().fee - next.plan().cost, Long::sum);
    if (!buys) {
      taken.merge(order.market.shares(order.outcome), next.needed(), Long::sum);
    }
  }

  /** An order that was looked at, be it refused or not. */
  void see(Considered next) {
    seen.add(next);
  }

  /** Whether an order and one before it could meet each other, or each other's counterparties. */
  boolean interferes(Considered next) {
    return seen.stream().anyMatch(other -> interfere(other, next));
  }

  private static boolean interfere(Considered one, Considered other) {
    if (one.order().market == other.order().market) {
      return one.plan().meetsAnyone() || other.plan().meetsAnyone() || cross(one, other);
    }
    ModelEvent event = one.order().market.event;
    return event.exclusive
        && event == other.order().market.event
        && one.plan().meetsMaker()
        && other.plan().meetsMaker();
  }

  private static boolean cross(Considered one, Considered other) {
    if (one.order().bid == other.order().bid) {
      return false;
    }
    ModelOrder bid = one.order().bid ? one.order() : other.order();
    ModelOrder ask = one.order().bid ? other.order() : one.order();
    return bid.yesPrice() >= ask.yesPrice();
  }

  private List<Considered> inMarket(ModelMarket market) {
    return earlier.stream().filter(other -> other.order().market == market).toList();
  }
}
