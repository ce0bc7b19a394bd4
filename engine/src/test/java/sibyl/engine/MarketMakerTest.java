package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.maker.Lmsr;

/** Trading with the market maker, alone and beside a book. */
class MarketMakerTest {
  private static final long MAKER = Accounts.maker(1);
  private static final long POOL = Accounts.marketPool(1);

  @Test
  void openingFundsTheMakerWithTheMostItCanLose() {
    Exchange exchange = new Exchange().create(Exchange.lmsr(100)).quietly();
    exchange
        .state(1, MarketState.OPEN)
        .says(
            "market 1 OPEN",
            "  HOUSE cash -69314719 = -69314719/0 FUNDING",
            "  maker1 cash +69314719 = 69314719/0 FUNDING",
            "maker 0/0 at 500000000");
  }

  @Test
  void sharesSoldBackToTheMakerComeOutOfItsPool() {
    Exchange exchange = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 50, 99).quietly();
    exchange
        .sell(ANN, YES, 50, 1)
        .says(
            "placed #2 by 16 SELL YES 5000 @ 100",
            "AMM 5000 @ 5619: #2 SELL YES 28092980 left 0, maker",
            "  16 cash +28092980 = 99999999/0 TRADE",
            "  16 YES -5000 = 0/0 TRADE",
            "  maker1 cash +21907020 = 69314720/0 TRADE",
            "  maker1 NO -5000 = 0/0 TRADE",
            "  pool1 cash -50000000 = 0/0 TRADE",
            "  pool1 YES +5000 = 0/0 TRADE",
            "  pool1 NO +5000 = 0/0 TRADE",
            "maker 0/0 at 500000000",
            "closed #2 FILLED");
  }

  @Test
  void buyingNoIsTheMirrorOfBuyingYes() {
    Exchange yes = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 50, 99);
    Exchange no = Exchange.with(Exchange.lmsr(100)).buy(ANN, NO, 50, 99);
    assertThat(no.cash(ANN)).isEqualTo(yes.cash(ANN));
    assertThat(no.recorder.take()).contains("maker 0/5000 at 377540669");
  }

  @Test
  void limitOrderTradesUntilThePriceReachesItsLimitAndNeverRests() {
    Exchange exchange = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 80, 60);
    assertThat(exchange.recorder.take())
        .contains("maker 4054/0 at 599984374")
        .last()
        .isEqualTo("closed #1 IMMEDIATE_REMAINDER left 3946");
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void budgetBuysTheMostItCan() {
    Exchange exchange = Exchange.with(Exchange.lmsr(100)).buyFor(ANN, YES, 20_00);
    long bought = exchange.shares(ANN, YES);
    assertThat(bought).isEqualTo(3665);
    assertThat(Lmsr.buyCost(0, 0, bought, 10_000, 10_000)).isLessThanOrEqualTo(2_000 * CENT);
    assertThat(Lmsr.buyCost(0, 0, bought + 1, 10_000, 10_000)).isGreaterThan(2_000 * CENT);
    assertThat(exchange.cash(ANN))
        .isEqualTo(100_00 * CENT - Lmsr.buyCost(0, 0, bought, 10_000, 10_000));
  }

  @Test
  void budgetWithAFeeCoversTheFeeToo() {
    for (FeeKind kind : new FeeKind[] {FeeKind.FLAT, FeeKind.QUADRATIC}) {
      Exchange exchange =
          Exchange.with(
              new sibyl.engine.command.MarketSpec(
                  "m", 10_000, 100, 1, MarketMode.LMSR, 10_000, kind, 700, 0));
      exchange.buyFor(ANN, YES, 20_00);
      long spent = 100_00 * CENT - exchange.cash(ANN);
      assertThat(spent).isLessThanOrEqualTo(20_00 * CENT).isGreaterThan(20_00 * CENT - 7_000);
    }
  }

  /** Everything a trader can do, at random and greedily: the maker pays with its funding only. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverLosesMoreThanItsFunding(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long b = 1L + random.nextInt(50);
    Exchange exchange = Exchange.with(Exchange.lmsr(b));
    exchange.personWithoutNetting(40, 1_000_000_00L).deposit(ANN, 1_000_000_00L);
    long[] traders = {ANN, 40};
    for (int n = 0; n < 1_500; n++) {
      long trader = traders[random.nextInt(2)];
      Outcome outcome = random.nextBoolean() ? YES : NO;
      long has = exchange.shares(trader, outcome);
      sibyl.engine.command.PlaceOrder order = exchange.market(trader, Side.BUY, outcome, 0);
      if (has > 0 && random.nextInt(3) == 0) {
        order.side = Side.SELL;
        order.quantity = 1 + random.nextLong(has);
      } else if (random.nextInt(3) == 0) {
        order.maxCost = 1 + random.nextLong(50_000_000);
      } else {
        order.quantity = 1 + random.nextLong(random.nextBoolean() ? 3 : 400 * b);
      }
      exchange.place(order).quietly();
    }
    exchange.end(1, random.nextInt(2) * 10_000);
    assertThat(exchange.cash(Accounts.HOUSE))
        .isGreaterThanOrEqualTo(-Lmsr.greatestLoss(2, b * 100, 10_000));
    assertThat(exchange.cash(MAKER)).isZero();
    assertThat(exchange.cash(POOL)).isZero();
  }

  @Test
  void hybridTakesTheBetterOfBookAndMakerAndTheBookFirstAtEqualPrice() {
    Exchange exchange =
        Exchange.with(Exchange.hybrid(100)).buy(BOB, NO, 5, 45).buy(BOB, NO, 5, 48).quietly();
    exchange.buy(ANN, YES, 20, 56);
    assertThat(exchange.recorder.take())
        .filteredOn(line -> line.contains(" @ "))
        .containsExactly(
            "placed #3 by 16 BUY YES 2000 @ 5600",
            "AMM 800 @ 5100: #3 BUY YES 4079979 left 1200, maker",
            "MINT 500 @ 5200: #3 BUY YES 2600000 left 700, #2 BUY NO 2400000 left 0",
            "AMM 700 @ 5287: #3 BUY YES 3701009 left 0, maker");
  }

  @Test
  void hybridLeavesTheRestOfALimitOrderInTheBook() {
    Exchange exchange = Exchange.with(Exchange.hybrid(10)).quietly().buy(ANN, YES, 20, 60);
    assertThat(exchange.recorder.take())
        .contains("maker 405/0 at 599888369")
        .last()
        .isEqualTo("  16 cash 0 = 88201354/9570000 HOLD");
  }
}
