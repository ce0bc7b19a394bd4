package sibyl.simulation.script;

import java.util.HashMap;
import java.util.Map;

/** Which of a script's labels stand for what the exchange has numbered. Numbers start at 1. */
public final class Labels {
  private final Map<Integer, Long> orders = new HashMap<>();
  private final Map<Long, Integer> labelsOfOrders = new HashMap<>();
  private final Map<Integer, Long> markets = new HashMap<>();
  private final Map<Long, Integer> labelsOfMarkets = new HashMap<>();

  public void order(int label, long number) {
    orders.put(label, number);
    labelsOfOrders.put(number, label);
  }

  public void market(int label, long number) {
    markets.put(label, number);
    labelsOfMarkets.put(number, label);
  }

  /** 0 when there is no such order. */
  public long order(int label) {
    return orders.getOrDefault(label, 0L);
  }

  /** 0 when there is no such market. */
  public long market(int label) {
    return markets.getOrDefault(label, 0L);
  }

  public int labelOfOrder(long number) {
    return labelsOfOrders.getOrDefault(number, 0);
  }

  public int labelOfMarket(long number) {
    return labelsOfMarkets.getOrDefault(number, 0);
  }
}
