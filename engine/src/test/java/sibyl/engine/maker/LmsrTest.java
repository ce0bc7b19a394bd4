package sibyl.engine.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The pricing against a reference of seventy digits. */
class LmsrTest {
  private static final int PAYOUT = 10_000;

  @Test
  void pricesAreEvenAtTheStart() {
    assertThat(Lmsr.price(0)).isEqualTo(0.5);
  }

  @Test
  void pricesOfBothOutcomesSumToOneFarOut() {
    for (double x = -64; x <= 64; x += 0.37) {
      assertThat(Lmsr.price(x) + Lmsr.price(-x)).isCloseTo(1, within(1e-15));
      assertThat(Lmsr.price(x)).isBetween(0.0, 1.0).isNotZero();
    }
  }

  @Test
  void referenceKnowsItsLogarithms() {
    assertThat(Precise.LN_2.toPlainString())
        .startsWith("0.6931471805599453094172321214581765680755001343602552");
    assertThat(Precise.exp(BigDecimal.ONE).toPlainString())
        .startsWith("2.71828182845904523536028747135266249775724709369995");
    assertThat(Precise.log(Precise.exp(new BigDecimal("12.5"))).toPlainString())
        .startsWith("12.500000000000000000000000000000000000000000000");
  }

  @Test
  void costsAndProceedsAgreeWithTheReferenceToTheUnit() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 3_000; n++) {
      long liquidity = 1 + random.nextLong(n % 2 == 0 ? 1_000 : 10_000_000);
      long yes = random.nextLong(-20 * liquidity, 20 * liquidity + 1);
      long no = random.nextLong(-20 * liquidity, 20 * liquidity + 1);
      long quantity = 1 + random.nextLong(n % 3 == 0 ? 10 : (n % 3 == 1 ? 5 : 80) * liquidity);
      double logOdds = Lmsr.logOdds(yes - no, liquidity);
      BigDecimal before = Precise.potential(yes, no, liquidity, PAYOUT);
      BigDecimal cost = Precise.potential(yes + quantity, no, liquidity, PAYOUT).subtract(before);
      BigDecimal proceeds =
          before.subtract(Precise.potential(yes - quantity, no, liquidity, PAYOUT));

      long charged = Lmsr.buyCost(logOdds, 0, quantity, liquidity, PAYOUT);
      long paid = Lmsr.sellProceeds(logOdds, 0, quantity, liquidity, PAYOUT);

      assertThat(charged - Precise.ceiling(cost).longValueExact()).isBetween(0L, 1L);
      assertThat(Precise.floor(proceeds).longValueExact() - paid).isBetween(0L, 1L);
    }
  }

  @Test
  void buyingNeverIsFreeAndSellingNeverPaysMoreThanThePayout() {
    long liquidity = 100;
    assertThat(Lmsr.buyCost(-64, 0, 1, liquidity, PAYOUT)).isEqualTo(1);
    assertThat(Lmsr.sellProceeds(-64, 0, 1, liquidity, PAYOUT)).isZero();
    assertThat(Lmsr.buyCost(64, 0, 1, liquidity, PAYOUT)).isEqualTo(PAYOUT);
    assertThat(Lmsr.sellProceeds(64, 0, 1, liquidity, PAYOUT)).isLessThan(PAYOUT);
  }

  @Test
  void quantityForABudgetIsTheInverseOfTheCost() {
    SplittableRandom random = new SplittableRandom(2);
    for (int n = 0; n < 3_000; n++) {
      long liquidity = 100 + random.nextLong(1_000_000);
      double logOdds = (random.nextDouble() - 0.5) * 20;
      long budget = 1 + random.nextLong(3 * liquidity * PAYOUT);
      long quantity = Lmsr.quantityForBudget(logOdds, budget, liquidity, PAYOUT);
      if (quantity > 1) {
        assertThat(Lmsr.buyCost(logOdds, 0, quantity - 1, liquidity, PAYOUT))
            .isLessThanOrEqualTo(budget);
      }
      assertThat(Lmsr.buyCost(logOdds, 0, quantity + 2, liquidity, PAYOUT)).isGreaterThan(budget);
    }
  }

  @Test
  void netSaleForAPriceIsTheLastOneNotBeyondIt() {
    for (int price = 100; price < PAYOUT; price += 100) {
      for (long liquidity : new long[] {1, 100, 12_345, 10_000_000}) {
        long net = Lmsr.sharesFor(Lmsr.logOddsAt(price, PAYOUT), liquidity);
        double target = (double) price / PAYOUT;
        assertThat(Lmsr.price(Lmsr.logOdds(net, liquidity)))
            .isLessThanOrEqualTo(target * (1 + 1e-14));
        assertThat(Lmsr.price(Lmsr.logOdds(net + 1, liquidity))).isGreaterThan(target);
      }
    }
  }

  @Test
  void greatestLossIsRoundedUp() {
    assertThat(Lmsr.greatestLoss(2, 10_000, PAYOUT)).isEqualTo(69_314_719);
  }
}
