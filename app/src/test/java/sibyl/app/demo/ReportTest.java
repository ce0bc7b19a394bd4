package sibyl.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.app.audit.Audit;
import sibyl.simulation.replication.ReplicationMarkets;

class ReportTest {
  @TempDir private Path folder;

  private final ReplayPlan plan = ReplayPlan.of(ReplicationMarkets.load(), 20);
  private final List<String> differences = new ArrayList<>();
  private final Map<Long, BigInteger> sums = new HashMap<>(Map.of(0L, BigInteger.ZERO));
  private final Map<Long, Long> losses = new HashMap<>();
  private final Map<String, Double> shift = new HashMap<>();

  @BeforeEach
  void everyMarketHasLostALittle() {
    for (long market = 1; market <= plan.studies().size(); market++) {
      losses.put(market, market);
    }
  }

  @Test
  void allHoldsWhenAllIsWell() {
    Report report = report();
    assertThat(report.allHold()).isTrue();
    assertThat(printed(report)).contains("PASS").doesNotContain("FAIL").contains("hash 00");
  }

  @Test
  void thePriceThatIsFartherThanATenThousandthIsNamed() {
    String worst = plan.orders().get(7).clientOrderId();
    shift.put(worst, 1.1e-4);
    Report report = report();
    assertThat(report.allHold()).isFalse();
    assertThat(printed(report)).contains("FAIL").contains("1.10e-04 at " + worst);
  }

  @Test
  void aTradeWithoutAPriceDoesNotCountAsCompared() {
    shift.put(plan.orders().getFirst().clientOrderId(), Double.NaN);
    Report report = report();
    assertThat(report.allHold()).isFalse();
    assertThat(printed(report)).contains("19 of 20 compared");
  }

  @Test
  void aMakerThatLostMoreThanItsBoundFails() {
    losses.put(1L, 69_314_719L);
    assertThat(report().allHold()).isTrue();
    losses.put(1L, 69_314_720L);
    assertThat(report().allHold()).isFalse();
  }

  @Test
  void moneyFromNowhereFails() {
    sums.put(0L, BigInteger.TWO);
    assertThat(printed(report())).contains("FAIL").contains("asset 0 is off by 2");
  }

  @Test
  void aRowThatDiffersFails() {
    differences.add("balance of account 16: engine 5, table 6");
    assertThat(printed(report())).contains("FAIL").contains("engine 5, table 6");
  }

  private Report report() {
    try (Acknowledged acknowledged = new Acknowledged(folder.resolve("acknowledged.csv"))) {
      for (PlannedOrder order : plan.orders()) {
        double difference = shift.getOrDefault(order.clientOrderId(), 1e-5);
        if (!Double.isNaN(difference)) {
          acknowledged.order(order.clientOrderId(), "1");
          acknowledged.price(
              order.clientOrderId(), String.valueOf(order.publishedPrice() + difference));
        }
      }
      Replay nothingSent =
          new Replay(List.of(), null, null, acknowledged, Double.POSITIVE_INFINITY);
      Audit audit = new Audit(99, 255, 10, differences, sums, losses);
      return Report.of(plan, nothingSent, acknowledged, audit, audit);
    }
  }

  private static String printed(Report report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
