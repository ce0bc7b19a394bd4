package sibyl.simulation.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;

/** Which client order ids were used lately, and for which order. */
final class ClientIds {
  record Id(long account, long high, long low) {
    static Id of(PlaceOrder order) {
      return new Id(order.account, order.clientKeyHigh, order.clientKeyLow);
    }

    static Id of(PlaceOrders basket) {
      return new Id(basket.account, basket.clientKeyHigh, basket.clientKeyLow);
    }
  }

  private record Use(long order, long timeMs) {}

  private final int most;
  private final int mostOfOne;
  private final long forMs;

  /** In order of use. */
  private final SequencedMap<Id, Use> uses = new LinkedHashMap<>();

  ClientIds(int most, int mostOfOne, long forMs) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.forMs = forMs;
  }

  /** The order that has the id; −1 for none. */
  long orderOf(Id id, long nowMs) {
    Use use = uses.get(id);
    return use == null || forgotten(use, nowMs) ? -1 : use.order();
  }

  void add(Id id, long order, long nowMs) {
    uses.values().removeIf(use -> forgotten(use, nowMs));
    List<Id> own = uses.keySet().stream().filter(used -> used.account() == id.account()).toList();
    if (own.size() == mostOfOne) {
      uses.remove(own.getFirst());
    } else if (uses.size() == most) {
      uses.pollFirstEntry();
    }
    uses.put(id, new Use(order, nowMs));
  }

  private boolean forgotten(Use use, long nowMs) {
    return nowMs - use.timeMs() >= forMs;
  }
}
