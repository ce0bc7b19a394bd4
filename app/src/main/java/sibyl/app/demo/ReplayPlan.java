package sibyl.app.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sibyl.engine.Units;
import sibyl.simulation.replication.Project;
import sibyl.simulation.replication.RecordedTrade;
import sibyl.simulation.replication.ReplicationMarkets;
import sibyl.simulation.replication.Study;

/**
 * What will be replayed, in order: the same list in every run.
 *
 * <p>The source's quantities have ten decimals, ours two. Each order therefore brings the market's
 * cumulative net to the published one rounded to 0.01, so that what rounding takes from one order
 * it gives to the next, and the net is never more than 0.005 shares off: 1.25e-5 in price at b =
 * 100.
 *
 * @param studies whose markets are needed, in the order of their numbers
 * @param traders user names, in the order of their first trade
 * @param orders by time
 * @param withoutQuantity trades that round to nothing and so are no orders
 */
record ReplayPlan(
    List<Study> studies, List<String> traders, List<PlannedOrder> orders, int withoutQuantity) {

  /**
   * @param limit at most so many trades, the earliest
   */
  static ReplayPlan of(ReplicationMarkets source, int limit) {
    List<RecordedTrade> trades =
        source.trades().stream()
            .filter(trade -> trade.project().followsScoringRule())
            .sorted(
                Comparator.comparing(RecordedTrade::at).thenComparing(RecordedTrade::transaction))
            .limit(limit)
            .toList();
    Map<Integer, Study> studies = new HashMap<>();
    source.studies().forEach(study -> studies.put(study.finding(), study));

    Map<Integer, Long> nets = new HashMap<>();
    var traders = new LinkedHashSet<String>();
    List<PlannedOrder> orders = new ArrayList<>();
    for (RecordedTrade trade : trades) {
      long net = Math.round(trade.yesNet() * Units.QUANTITY_PER_CONTRACT);
      Long before = nets.put(trade.finding(), net);
      long quantity = net - (before == null ? 0 : before);
      if (quantity != 0) {
        PlannedOrder order = order(trade, study(studies, trade), quantity);
        traders.add(order.trader());
        orders.add(order);
      }
    }
    return new ReplayPlan(
        source.studies().stream().filter(study -> nets.containsKey(study.finding())).toList(),
        List.copyOf(traders),
        List.copyOf(orders),
        trades.size() - orders.size());
  }

  private static PlannedOrder order(RecordedTrade trade, Study study, long quantity) {
    String project = prefix(trade.project());
    return new PlannedOrder(
        project + "-" + trade.finding() + "-" + trade.transaction(),
        study,
        project + "-" + trade.trader(),
        trade.at(),
        quantity,
        trade.price());
  }

  private static Study study(Map<Integer, Study> studies, RecordedTrade trade) {
    Study study = studies.get(trade.finding());
    if (study == null) {
      throw new IllegalArgumentException("no study for transaction " + trade.transaction());
    }
    return study;
  }

  private static String prefix(Project project) {
    return project.name().toLowerCase(Locale.ROOT);
  }
}
