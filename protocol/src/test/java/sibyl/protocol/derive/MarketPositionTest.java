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
            .sets(-100, PAYOUT);

    assertThat(position.yes()).isEqualTo(new PositionCost(0, 0, 0));
    assertThat(position.no()).isEqualTo(new PositionCost(0, 0, 100_000));
  }

  @Test
  void splitIsBookedHalfAndHalfAndMergedBackWithoutProfit() {
    MarketPosition split = MarketPosition.NONE.sets(3, 9_999);
    assertThat(split.yes()).isEqualTo(new PositionCost(3, 14_998, 0));
    assertThat(split.no()).isEqualTo(new PositionCost(3, 14_999, 0));

    MarketPosition merged = split.sets(-3, 9_999);
    assertThat(merged).isEqualTo(MarketPosition.NONE);
  }

  /** Cash into one YES of each of three markets, and two of them back: the third was for free. */
  @Test
  void splittingOverAnEventCostsEachMarketItsShareAndMergingBackRealizesIt() {
    MarketPosition first = MarketPosition.NONE.holdingChanged(Outcome.YES, 100, -333_334);
    assertThat(first.yes()).isEqualTo(new PositionCost(100, 333_334, 0));

    MarketPosition back = first.holdingChanged(Outcome.YES, -100, 333_333);
    assertThat(back.yes()).isEqualTo(new PositionCost(0, 0, -1));
    assertThat(back.no()).isEqualTo(PositionCost.NONE);
  }

  @Test
  void convertingTakesTheCashForTheNoSharesAndGivesTheYesSharesForNothing() {
    MarketPosition given =
        MarketPosition.NONE
            .filled(Side.BUY, Outcome.NO, 200, 1_400_000, 0)
            .holdingChanged(Outcome.NO, -100, 500_000);
    assertThat(given.no()).isEqualTo(new PositionCost(100, 700_000, -200_000));

    MarketPosition got = MarketPosition.NONE.holdingChanged(Outcome.YES, 100, 0);
    assertThat(got.yes()).isEqualTo(new PositionCost(100, 0, 0));
  }

  @Test
  void goodsThatAreUsedUpRealizeWhatTheyCost() {
    MarketPosition used =
        MarketPosition.NONE
            .holdingChanged(Outcome.YES, 300, 0)
            .filled(Side.BUY, Outcome.YES, 100, 800_000, 0)
            .holdingChanged(Outcome.YES, -200, 0);

    assertThat(used.yes()).isEqualTo(new PositionCost(200, 400_000, -400_000));
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
            position = position.sets(quantity, PAYOUT);
            in += Units.money(PAYOUT, quantity);
          }
          case 3 -> {
            long quantity = random.nextInt(10_000);
            long paid = random.nextInt(1_000_000);
            position = position.holdingChanged(outcome, quantity, -paid);
            in += paid;
          }
          case 4 -> {
            long received = random.nextInt(1_000_000);
            position = position.holdingChanged(outcome, -random.nextLong(held + 1), received);
            in -= received;
          }
          default -> {
            long quantity = random.nextLong(sets + 1);
            position = position.sets(-quantity, PAYOUT);
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
