package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.limits.Limits;

/** What a set of orders may fill within a rolling window, and what happens beyond. */
class OrderGroupsTest {
  private static final long WINDOW_MS = 16_000;

  /** Ann has group 1: ten contracts in sixteen seconds. */
  private final Exchange exchange =
      Exchange.withBook().group(ANN, 0, GroupAction.CREATE, 10, WINDOW_MS).quietly();

  private PlaceOrder grouped(Outcome outcome, long contracts, int cents) {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, outcome, contracts, cents);
    order.orderGroup = 1;
    return order;
  }

  private List<String> said() {
    List<String> lines = new ArrayList<>(exchange.recorder.take());
    lines.removeIf(line -> line.startsWith("  "));
    return lines;
  }

  @Test
  void groupIsMadeAndNumbered() {
    exchange
        .group(BOB, 0, GroupAction.CREATE, 5, 1_000)
        .says("group 2 ACTIVE 500 in 1000")
        .group(BOB, 0, GroupAction.CREATE, 5, 1_000)
        .says("group 3 ACTIVE 500 in 1000");
  }

  @Test
  void passingTheLimitCancelsTheGroupsOrdersAndRefusesNewOnes() {
    exchange.place(grouped(YES, 8, 50)).place(grouped(YES, 8, 49));
    exchange.buy(ANN, YES, 1, 48).quietly();
    exchange.buy(BOB, NO, 11, 51);
    assertThat(said())
        .endsWith(
            "MINT 300 @ 4900: #4 BUY NO 1530000 left 0, #2 BUY YES 1470000 left 500",
            "closed #4 FILLED",
            "group 1 TRIGGERED 1000 in 16000",
            "closed #2 GROUP_TRIGGERED left 500");
    assertThat(exchange.heldCash(ANN)).isEqualTo(48 * CENT);
    exchange.place(grouped(YES, 1, 10)).refused(Reason.GROUP_TRIGGERED);
  }

  @Test
  void fillsUpToTheLimitTriggerNothing() {
    exchange.place(grouped(YES, 12, 50)).buy(BOB, NO, 10, 50).quietly();
    exchange.place(grouped(YES, 1, 10));
    assertThat(said()).hasSize(1);
  }

  @Test
  void fillsAsTakerCountToo() {
    exchange.buy(BOB, NO, 20, 50).quietly().place(grouped(YES, 11, 50));
    assertThat(said()).last().isEqualTo("group 1 TRIGGERED 1000 in 16000");
  }

  @Test
  void remainderOfTheOrderThatPassedTheLimitIsCanceledToo() {
    exchange.buy(BOB, NO, 11, 50).quietly().place(grouped(YES, 15, 50));
    assertThat(said())
        .endsWith("group 1 TRIGGERED 1000 in 16000", "closed #2 GROUP_TRIGGERED left 400");
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void makersFillsCount() {
    Exchange lmsr = Exchange.with(Exchange.lmsr(100)).group(ANN, 0, GroupAction.CREATE, 10, 1_000);
    PlaceOrder order = lmsr.market(ANN, Side.BUY, YES, 11);
    order.orderGroup = 1;
    lmsr.place(order);
    assertThat(lmsr.recorder.take()).last().isEqualTo("group 1 TRIGGERED 1000 in 1000");
  }

  @Test
  void fillsAreForgottenAfterTheWindowAndNotBefore15Sixteenths() {
    long start = 1_600_000;
    exchange.at(start + 999).buy(BOB, NO, 40, 50).place(grouped(YES, 10, 50)).quietly();
    exchange.at(start + 15_999).quote(grouped(YES, 1, 50));
    exchange.at(start + 16_000).place(grouped(YES, 10, 50));
    assertThat(said()).noneMatch(line -> line.startsWith("group"));
    exchange.at(start + 31_999).place(grouped(YES, 1, 50));
    assertThat(said()).last().isEqualTo("group 1 TRIGGERED 1000 in 16000");
  }

  @Test
  void fillsAreForgottenOneAfterTheOther() {
    long start = 1_600_000;
    exchange.at(start).buy(BOB, NO, 40, 50).place(grouped(YES, 5, 50));
    exchange.at(start + 8_000).place(grouped(YES, 5, 50)).quietly();
    exchange.at(start + 16_000).place(grouped(YES, 5, 50));
    assertThat(said()).noneMatch(line -> line.startsWith("group"));
    exchange.at(start + 23_999).place(grouped(YES, 1, 50));
    assertThat(said()).last().isEqualTo("group 1 TRIGGERED 1000 in 16000");
  }

  @Test
  void resetForgetsTheFillsAndTakesOrdersAgain() {
    exchange.buy(BOB, NO, 30, 50).place(grouped(YES, 11, 50)).quietly();
    exchange.group(ANN, 1, GroupAction.RESET, 0, 0).says("group 1 ACTIVE 1000 in 16000");
    exchange.place(grouped(YES, 10, 50));
    assertThat(said()).noneMatch(line -> line.startsWith("group"));
  }

  @Test
  void limitBelowWhatWasFilledTriggersAtOnce() {
    exchange.buy(BOB, NO, 6, 50).place(grouped(YES, 8, 50)).quietly();
    exchange.group(ANN, 1, GroupAction.CHANGE, 5, WINDOW_MS);
    assertThat(said())
        .containsExactly(
            "group 1 ACTIVE 500 in 16000",
            "group 1 TRIGGERED 500 in 16000",
            "closed #2 GROUP_TRIGGERED left 200");
    exchange.group(ANN, 1, GroupAction.CHANGE, 50, WINDOW_MS);
    assertThat(said()).containsExactly("group 1 TRIGGERED 5000 in 16000");
  }

  @Test
  void withAnotherWindowWhatWasFilledCountsAsOfNow() {
    long start = 1_600_000;
    exchange.at(start).buy(BOB, NO, 40, 50).place(grouped(YES, 10, 50)).quietly();
    exchange.at(start + 15_000).group(ANN, 1, GroupAction.CHANGE, 10, 1_600).quietly();
    exchange.at(start + 16_500).place(grouped(YES, 1, 50));
    assertThat(said()).last().isEqualTo("group 1 TRIGGERED 1000 in 1600");
  }

  @Test
  void deletingAGroupCancelsItsOrders() {
    exchange.place(grouped(YES, 8, 50)).buy(ANN, YES, 1, 40).quietly();
    exchange.group(ANN, 1, GroupAction.DELETE, 0, 0);
    assertThat(said())
        .containsExactly("group 1 DELETED 1000 in 16000", "closed #1 CANCELED left 800");
    exchange.place(grouped(YES, 1, 50)).refused(Reason.UNKNOWN_GROUP);
    exchange.group(ANN, 0, GroupAction.CREATE, 1, 1_000).says("group 2 ACTIVE 100 in 1000");
  }

  @Test
  void groupBelongsToItsAccount() {
    PlaceOrder order = exchange.limit(BOB, Side.BUY, YES, 1, 50);
    order.orderGroup = 1;
    exchange.place(order).refused(Reason.UNKNOWN_GROUP);
    exchange.group(BOB, 1, GroupAction.RESET, 0, 0).refused(Reason.UNKNOWN_GROUP);
  }

  @Test
  void changesThatMakeNoSenseAreRefused() {
    exchange.group(ANN, 1, GroupAction.CREATE, 1, 1).refused(Reason.INVALID_COMMAND);
    exchange.group(ANN, 0, GroupAction.CREATE, 0, 1).refused(Reason.INVALID_COMMAND);
    exchange.group(ANN, 1, GroupAction.CHANGE, 1, 0).refused(Reason.INVALID_COMMAND);
    exchange.group(ANN, 1, GroupAction.RESET, 1, 0).refused(Reason.INVALID_COMMAND);
    exchange.group(77, 0, GroupAction.CREATE, 1, 1).refused(Reason.UNKNOWN_ACCOUNT);
    exchange
        .group(ANN, 0, GroupAction.CREATE, 1, ChangeOrderGroup.WINDOW_MS_MAX + 1)
        .refused(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void groupsAreBounded() {
    Exchange few =
        Exchange.with(Limits.defaults().with(to -> to.orderGroups = 1), Exchange.book())
            .group(ANN, 0, GroupAction.CREATE, 1, 1)
            .group(BOB, 0, GroupAction.CREATE, 1, 1)
            .refused(Reason.LIMIT_EXCEEDED);
    few.group(ANN, 1, GroupAction.DELETE, 0, 0).group(BOB, 0, GroupAction.CREATE, 1, 1);
    assertThat(few.recorder.take()).last().isEqualTo("group 2 ACTIVE 100 in 1");
  }

  @Test
  void accountWithAllItsGroupsLeavesRoomForOthersAlsoAfterARestart() {
    Limits limits =
        Limits.defaults()
            .with(
                to -> {
                  to.orderGroups = 3;
                  to.orderGroupsPerAccount = 1;
                });
    Exchange greedy =
        Exchange.with(limits, Exchange.book())
            .group(ANN, 0, GroupAction.CREATE, 1, 1)
            .group(ANN, 0, GroupAction.CREATE, 1, 1)
            .refused(Reason.LIMIT_EXCEEDED);
    greedy.group(BOB, 0, GroupAction.CREATE, 1, 1).says("group 2 ACTIVE 100 in 1");
    KeptState kept = new KeptState();
    greedy.engine.writeSnapshot(kept);
    Exchange restored = new Exchange(limits);
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.group(ANN, 0, GroupAction.CREATE, 1, 1).refused(Reason.LIMIT_EXCEEDED);
    restored.group(ANN, 1, GroupAction.DELETE, 0, 0).quietly();
    restored.group(ANN, 0, GroupAction.CREATE, 1, 1).says("group 3 ACTIVE 100 in 1");
  }

  @Test
  void orderOfABatchThatPassesTheLimitKeepsTheNextOnesOut() {
    exchange.buy(BOB, NO, 30, 50).quietly();
    PlaceOrders orders = Exchange.several(ANN, BatchMode.EACH);
    Exchange.limitIn(orders, 1, Side.BUY, YES, 11, 50).orderGroup = 1;
    Exchange.limitIn(orders, 1, Side.BUY, YES, 1, 50).orderGroup = 1;
    exchange.place(orders);
    assertThat(said()).last().isEqualTo("item 1 rejected GROUP_TRIGGERED");
  }

  @Test
  void amendedOrderStaysInItsGroupThroughARestart() {
    exchange.place(grouped(YES, 8, 50)).buy(CAT, NO, 5, 50);
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.amend(ANN, 1L << 24, 20, 55).buy(BOB, NO, 6, 45);
    assertThat(restored.recorder.take())
        .contains("group 1 TRIGGERED 1000 in 16000", "closed #1 GROUP_TRIGGERED left 900");
  }
}
