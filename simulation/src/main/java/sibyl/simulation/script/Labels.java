package sibyl.simulation.script;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which of a script's labels stand for what the exchange has numbered. Numbers start at 1. A line
 * that is said again may give a label another meaning; what it meant before is kept for those who
 * play the script once more.
 */
public final class Labels {
  /** A number that nothing ever has. */
  public static final long NOTHING = 1L << 40;

  /** What a label stands for, by the line that said so. */
  private record Meanings(Map<Integer, NavigableMap<Long, Long>> byLabel) {
    Meanings() {
      this(new HashMap<>());
    }

    void put(int label, long line, long number) {
      byLabel.computeIfAbsent(label, any -> new TreeMap<>()).put(line, number);
    }

    long before(long line, int label, long otherwise) {
      NavigableMap<Long, Long> meanings = byLabel.get(label);
      Map.Entry<Long, Long> last = meanings == null ? null : meanings.lowerEntry(line);
      return last == null ? otherwise : last.getValue();
    }
  }

  private final Meanings orders;
  private final Meanings markets;
  private final Meanings events;
  private final Meanings groups;
  private final Map<Long, Integer> labelsOfOrders = new HashMap<>();
  private final Map<Long, Integer> labelsOfMarkets = new HashMap<>();
  private long line;

  public Labels() {
    this(new Meanings(), new Meanings(), new Meanings(), new Meanings(), 0);
  }

  private Labels(Meanings orders, Meanings markets, Meanings events, Meanings groups, long line) {
    this.orders = orders;
    this.markets = markets;
    this.events = events;
    this.groups = groups;
    this.line = line;
  }

  /** The same labels as they were after a line, to go on from there. */
  public Labels after(long someLine) {
    return new Labels(orders, markets, events, groups, someLine);
  }

  /** A new line begins. */
  public void nextLine() {
    line++;
  }

  public void order(int label, long number) {
    orders.put(label, line, number);
    labelsOfOrders.put(number, label);
  }

  public void market(int label, long number) {
    markets.put(label, line, number);
    labelsOfMarkets.put(number, label);
  }

  /**
   * @param label of its first market
   */
  public void event(int label, long number) {
    events.put(label, line, number);
  }

  public void group(int label, long number) {
    groups.put(label, line, number);
  }

  /** 0 when there is no such order. */
  public long order(int label) {
    return orders.before(line, label, 0);
  }

  /** 0 when there is no such market. */
  public long market(int label) {
    return markets.before(line, label, 0);
  }

  /** 0 for label 0, {@link #NOTHING} when there is no such market. */
  public long marketIfGiven(int label) {
    return label == 0 ? 0 : markets.before(line, label, NOTHING);
  }

  /** 0 for label 0; {@link #NOTHING} when there is no such event. */
  public long event(int label) {
    return label == 0 ? 0 : events.before(line, label, NOTHING);
  }

  /** 0 for label 0; {@link #NOTHING} when there is no such group. */
  public long group(int label) {
    return label == 0 ? 0 : groups.before(line, label, NOTHING);
  }

  public int labelOfOrder(long number) {
    return labelsOfOrders.getOrDefault(number, 0);
  }

  public int labelOfMarket(long number) {
    return labelsOfMarkets.getOrDefault(number, 0);
  }
}
