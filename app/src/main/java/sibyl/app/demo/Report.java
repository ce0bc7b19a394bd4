package sibyl.app.demo;

import java.io.PrintStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import sibyl.app.audit.Audit;
import sibyl.engine.Units;

/**
 * What the replay showed: figures to read, and claims that hold or do not. The claims are judged
 * here, from what the exchange answered and from the audit, never from what was sent.
 *
 * @param figures name and value
 */
public record Report(List<Map.Entry<String, String>> figures, List<Check> checks) {
  private static final double PRICE_TOLERANCE = 1e-4;

  /**
   * @param traded the audit after the last trade, while people hold shares
   * @param settled the audit after everybody was paid
   */
  static Report of(
      ReplayPlan plan, Replay replay, Acknowledged acknowledged, Audit traded, Audit settled) {
    return new Report(
        List.of(
            Map.entry("trades of the source", count(plan.orders().size() + plan.withoutQuantity())),
            Map.entry(
                "replayed by this run",
                count(replay.sent())
                    + (replay.sent() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,.0f/s", replay.ordersPerSecond()))),
            Map.entry("there from earlier runs", count(plan.orders().size() - replay.sent())),
            Map.entry("rounding to nothing", count(plan.withoutQuantity())),
            Map.entry(
                "an order over HTTP",
                replay.sent() == 0
                    ? "not measured"
                    : String.format(
                        Locale.ROOT,
                        "p50 %.2f ms, p99 %.2f ms, max %.2f ms",
                        replay.latencyMillis(50),
                        replay.latencyMillis(99),
                        replay.latencyMillis(100))),
            Map.entry("after the last trade", state(traded)),
            Map.entry("after settlement", state(settled))),
        List.of(
            prices(plan, acknowledged),
            makerLosses(plan, settled),
            ledger(settled),
            tables(traded, settled)));
  }

  private static Check prices(ReplayPlan plan, Acknowledged acknowledged) {
    int known = 0;
    double largest = 0;
    String worst = "";
    for (PlannedOrder order : plan.orders()) {
      OptionalDouble price = acknowledged.priceAfter(order.clientOrderId());
      if (price.isPresent()) {
        known++;
        double difference = Math.abs(price.getAsDouble() - order.publishedPrice());
        if (!(difference <= largest)) {
          largest = difference;
          worst = order.clientOrderId();
        }
      }
    }
    return new Check(
        "after every trade our price is the published one to 1e-4",
        known == plan.orders().size() && largest <= PRICE_TOLERANCE,
        String.format(
            Locale.ROOT,
            "%,d of %,d compared, largest difference %.2e at %s",
            known,
            plan.orders().size(),
            largest,
            worst));
  }

  private static Check makerLosses(ReplayPlan plan, Audit audit) {
    double bound = 0;
    for (var study : plan.studies()) {
      bound = Math.max(bound, study.project().liquidity() * Math.log(2));
    }
    Map.Entry<Long, Long> worst =
        audit.makerLosses().entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElse(Map.entry(0L, 0L));
    double loss = (double) worst.getValue() / Units.MONEY_PER_UNIT;
    return new Check(
        "no market maker lost more than b·ln 2",
        audit.makerLosses().size() >= plan.studies().size()
            && loss <= bound + 1.0 / Units.MONEY_PER_UNIT,
        String.format(
            Locale.ROOT,
            "largest of %d: %.6f in market %d; b·ln 2 is %.6f",
            audit.makerLosses().size(),
            loss,
            worst.getKey(),
            bound));
  }

  private static Check ledger(Audit audit) {
    List<String> wrong =
        audit.ledgerSums().entrySet().stream()
            .filter(sum -> sum.getValue().signum() != 0)
            .map(sum -> "asset " + sum.getKey() + " is off by " + sum.getValue())
            .toList();
    BigInteger cash = audit.ledgerSums().getOrDefault(0L, BigInteger.ZERO);
    return new Check(
        "the postings of the ledger sum to zero for every asset",
        wrong.isEmpty() && !audit.ledgerSums().isEmpty(),
        wrong.isEmpty()
            ? String.format(Locale.ROOT, "%,d assets, cash %s", audit.ledgerSums().size(), cash)
            : String.join("; ", wrong));
  }

  private static Check tables(Audit traded, Audit settled) {
    List<String> differences = new ArrayList<>(traded.differences());
    differences.addAll(settled.differences());
    return new Check(
        "the tables in Postgres are the state of the engine, row by row",
        differences.isEmpty() && traded.rowsCompared() > 0 && settled.rowsCompared() > 0,
        differences.isEmpty()
            ? String.format(
                Locale.ROOT,
                "%,d rows after the last trade, %,d after settlement",
                traded.rowsCompared(),
                settled.rowsCompared())
            : differences.size() + " differ, first: " + differences.getFirst());
  }

  private static String state(Audit audit) {
    return String.format(Locale.ROOT, "event %,d, hash %016x", audit.seq(), audit.stateHash());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  public boolean allHold() {
    return checks.stream().allMatch(Check::holds);
  }

  public void print(PrintStream out) {
    out.println();
    figures.forEach(figure -> out.printf("  %-24s %s%n", figure.getKey(), figure.getValue()));
    out.println();
    for (Check check : checks) {
      out.printf(
          "  %s  %s%n        %s%n",
          check.holds() ? "PASS" : "FAIL", check.claim(), check.figures());
    }
    out.println();
    out.flush();
  }
}
