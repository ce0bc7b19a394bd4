package sibyl.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sibyl.simulation.replication.ReplicationMarkets;

class ReplayPlanTest {
  private static final ReplicationMarkets SOURCE = ReplicationMarkets.load();

  private final ReplayPlan plan = ReplayPlan.of(SOURCE, Integer.MAX_VALUE);

  @Test
  void coversTheTwoProjectsThatFollowTheScoringRule() {
    assertThat(plan.orders()).hasSize(4_368);
    assertThat(plan.studies()).hasSize(58);
    assertThat(plan.traders()).hasSize(180).doesNotHaveDuplicates();
    assertThat(plan.withoutQuantity()).isZero();
  }

  @Test
  void ordersComeInTheOrderOfTimeAndHaveIdsOfTheirOwn() {
    assertThat(plan.orders()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(plan.orders().stream().map(PlannedOrder::clientOrderId)).doesNotHaveDuplicates();
    assertThat(plan.orders().getFirst().clientOrderId()).matches("rpp-\\d+-\\d+");
  }

  @Test
  void roundingNeverAccumulates() {
    Map<String, Long> nets = new HashMap<>();
    for (PlannedOrder order : plan.orders()) {
      long net = nets.merge(order.study().doi(), order.yesQuantity(), Long::sum);
      double price = 1 / (1 + Math.exp(-net / 10_000.0));
      assertThat(price).as(order.clientOrderId()).isCloseTo(order.publishedPrice(), within(1.3e-5));
    }
  }

  @Test
  void aShortPlanIsTheBeginningOfTheLongOne() {
    ReplayPlan few = ReplayPlan.of(SOURCE, 100);
    assertThat(few.orders()).isEqualTo(plan.orders().subList(0, 100));
    assertThat(plan.traders().subList(0, few.traders().size())).isEqualTo(few.traders());
    assertThat(plan.studies()).containsAll(List.copyOf(few.studies()));
  }
}
