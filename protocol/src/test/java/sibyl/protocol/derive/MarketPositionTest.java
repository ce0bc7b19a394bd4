package sibyl.protocol.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;

class MarketPositionTest {
  private static final int PAYOUT = 10_000;

  @Test
  void feesAddToWhatIsPaidAndTakeFromWhatIsReceived() {
    MarketPosition position =
        MarketPosition.NONE
            .filled(Side.BUY, Outcome.YES, 100, 600_000, 5_000)
            .filled(Side.SELL, Outcome.YES, 100, 650_000, 5_000);

    assertThat(position.yes()).isEqualTo(new PositionCost(0, 0, 40_000));
    assertThat(position.no()).isEqualTo(PositionCost.NONE);
  }

  @Test
  void closingByTheOppositeSideTakesTheProfitOfTheSet() {
    // YES at 0.60, then NO at 0.30, which nets: a set that cost 0.90 pays 1.00.
    MarketPosition position =
        MarketPosition.NONE
            .filled(Side.BUY, Outcome.YES, 100, 600_000, 0)
            .filled(Side.BUY, Outcome.NO, 100, 300_000, 0)
            .merged(100, PAYOUT);

    assertThat(position.yes()).isEqualTo(new PositionCost(0, 0, 0));
    assertThat(position.no()).isEqualTo(new PositionCost(0, 0, 100_000));
  }

  @Test
  void splitIsBookedHalfAndHalfAndMergedBackWithoutProfit() {
    MarketPosition split = MarketPosition.NONE.split(3, 9_999, YesMark.NONE);
    assertThat(split.yes()).isEqualTo(new PositionCost(3, 14_998, 0));
    assertThat(split.no()).isEqualTo(new PositionCost(3, 14_999, 0));

    MarketPosition merged = split.merged(3, 9_999);
    assertThat(merged).isEqualTo(MarketPosition.NONE);
  }

  @Test
  void splitCostsWhatEachSideIsWorthByItsMark() {
    YesMark mark = YesMark.of(-1, 7_000, 8_000, 5_000, PAYOUT);
    assertThat(MarketPosition.NONE.split(100, PAYOUT, mark))
        .isEqualTo(
            new MarketPosition(
                new PositionCost(100, 750_000, 0), new PositionCost(100, 250_000, 0)));
  }

  @Test
  void splitWithoutAMarkKeepsTheAverageCostOfWhatIsHeldAlone() {
    MarketPosition held = MarketPosition.NONE.acquired(Outcome.NO, 100, 200_000);
    assertThat(held.split(100, PAYOUT, YesMark.NONE))
        .isEqualTo(
            new MarketPosition(
                new PositionCost(100, 800_000, 0), new PositionCost(200, 400_000, 0)));
  }

  @Test
  void settlementPaysEverythingHeld() {
    MarketPosition position =
        MarketPosition.NONE
            .filled(Side.BUY, Outcome.YES, 100, 600_000, 0)
            .filled(Side.BUY, Outcome.NO, 50, 100_000, 0)
            .settled(1_000_000, 0);

    assertThat(position.yes()).isEqualTo(new PositionCost(0, 0, 400_000));
    assertThat(position.no()).isEqualTo(new PositionCost(0, 0, -100_000));
  }

  /** Over any history, what went in and has not come out is cost, or is profit or loss. */
  @Test
  void costAndProfitConserveMoney() {
    Random random = new Random(7);
    for (int run = 0; run < 2_000; run++) {
      MarketPosition position = MarketPosition.NONE;
      long in = 0;
      for (int step = 0; step < 60; step++) {
        Outcome outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
        long held = position.of(outcome).quantity();
        long sets = Math.min(position.yes().quantity(), position.no().quantity());
        long fee = random.nextInt(50_000);
        switch (random.nextInt(6)) {
          case 0 -> {
            long quantity = random.nextInt(1, 10_000);
            long cost = Units.money(random.nextInt(1, PAYOUT), quantity);
            position = position.filled(Side.BUY, outcome, quantity, cost, fee);
            in += cost + fee;
          }
          case 1 -> {
            long quantity = random.nextLong(held + 1);
            long cost = Units.money(random.nextInt(1, PAYOUT), quantity);
            position = position.filled(Side.SELL, outcome, quantity, cost, fee);
            in -= cost - fee;
          }
          case 2 -> {
            long quantity = random.nextInt(10_000);
            position = position.split(quantity, PAYOUT, YesMark.NONE);
            in += Units.money(PAYOUT, quantity);
          }
          case 3 -> {
            long paid = random.nextInt(1_000_000);
            position = position.acquired(outcome, random.nextInt(10_000), paid);
            in += paid;
          }
          case 4 -> {
            long quantity = random.nextLong(held + 1);
            long profit = random.nextInt(-1_000, 1_000);
            in -= position.of(outcome).costOf(quantity) + profit;
            position = position.released(outcome, quantity, profit);
          }
          default -> {
            long quantity = random.nextLong(sets + 1);
            position = position.merged(quantity, PAYOUT);
            in -= Units.money(PAYOUT, quantity);
          }
        }
        assertThat(cost(position) - realized(position)).isEqualTo(in);
      }
      long yesPaid = Units.money(PAYOUT, position.yes().quantity());
      position = position.settled(yesPaid, 0);
      assertThat(cost(position)).isZero();
      assertThat(realized(position)).isEqualTo(yesPaid - in);
    }
  }

  private static long cost(MarketPosition position) {
    return position.yes().cost() + position.no().cost();
  }

  private static long realized(MarketPosition position) {
    return position.yes().realized() + position.no().realized();
  }
}
