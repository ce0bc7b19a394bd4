package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.limits.Limits;
import sibyl.engine.maker.Lmsr;

/** Trading with the one maker of an exclusive event, and liquidity added to makers. */
class SharedMakerTest {
  private static final long POOL = Accounts.eventPool(1);
  private static final long MAKER = Accounts.eventMaker(1);

  private static Exchange event(int size, MarketSpec spec) {
    Exchange exchange = new Exchange().person(ANN, 1_000_00).person(BOB, 1_000_00);
    return exchange.exclusive(Collections.nCopies(size, spec).toArray(new MarketSpec[0])).quietly();
  }

  @Test
  void theFirstMarketThatOpensFundsTheMakerOfAll() {
    Exchange exchange =
        new Exchange()
            .createExclusive(Exchange.lmsr(100), Exchange.lmsr(100), Exchange.lmsr(100))
            .quietly();
    exchange
        .state(2, MarketState.OPEN)
        .says(
            "market 2 OPEN",
            "  HOUSE cash -109861229 = -109861229/0 FUNDING",
            "  maker1 cash +109861229 = 109861229/0 FUNDING",
            "maker 0/0 at 333333333",
            "maker 0/0 at 333333333 of 2",
            "maker 0/0 at 333333333 of 3");
    exchange.state(1, MarketState.OPEN).says("market 1 OPEN");
    exchange.in(3).buy(ANN, YES, 1, 99).refused(Reason.UNKNOWN_ACCOUNT);
    exchange.person(ANN, 100_00).buy(ANN, YES, 1, 99).refused(Reason.MARKET_NOT_OPEN);
  }

  @Test
  void yesComesFromSetsOfTheWholeEvent() {
    event(3, Exchange.lmsr(100))
        .in(1)
        .buy(ANN, YES, 50, 99)
        .says(
            "placed #1 by 16 BUY YES 5000 @ 9900",
            "AMM 5000 @ 3915: #1 BUY YES 19576449 left 0, maker",
            "  16 cash -19576449 = 980423551/0 TRADE",
            "  16 YES +5000 = 5000/0 TRADE",
            "  maker1 cash -30423551 = 79437678/0 TRADE",
            "  maker1 YES of 2 +5000 = 5000/0 TRADE",
            "  maker1 YES of 3 +5000 = 5000/0 TRADE",
            "  pool1 cash +50000000 = 50000000/0 TRADE",
            "  pool1 YES -5000 = -5000/0 TRADE",
            "  pool1 YES of 2 -5000 = -5000/0 TRADE",
            "  pool1 YES of 3 -5000 = -5000/0 TRADE",
            "maker 5000/0 at 451862762",
            "maker 0/0 at 274068619 of 2",
            "maker 0/0 at 274068619 of 3",
            "closed #1 FILLED");
  }

  @Test
  void noComesFromASetOfItsMarketWhoseYesTheMakerKeeps() {
    Exchange exchange = event(3, Exchange.lmsr(100)).in(2).buy(ANN, NO, 50, 99);
    exchange.quietly();
    assertThat(exchange.balance(MAKER, Asset.of(2, YES))[0]).isEqualTo(50 * CONTRACT);
    assertThat(exchange.balance(MAKER, Asset.of(1, YES))[0]).isZero();
    assertThat(exchange.cash(POOL)).isEqualTo(50_00 * CENT);
    exchange.sell(ANN, NO, 50, 1);
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(1_000_00 * CENT - exchange.cash(ANN)).isBetween(0L, 2L);
  }

  @Test
  void anEventOfTwoIsPricedLikeABinaryMarket() {
    Exchange two = event(2, Exchange.lmsr(100)).in(1).buy(ANN, YES, 50, 99).in(2);
    two.buy(ANN, YES, 20, 99);
    Exchange one = Exchange.with(Exchange.lmsr(100)).deposit(ANN, 900_00);
    one.buy(ANN, YES, 50, 99).buy(ANN, NO, 20, 99);
    // A budget of roundings; what is bought differs, and so does netting, but not its price.
    assertThat(two.cash(ANN) - (one.cash(ANN) - 20_00 * CENT)).isBetween(-2L, 2L);
  }

  @Test
  void aSetOfEveryMarketCostsItsPayoutAtTheMakerToo() {
    Exchange exchange = event(5, Exchange.lmsr(10));
    for (long market = 1; market <= 5; market++) {
      exchange.in(market).buy(ANN, YES, 30, 99);
    }
    assertThat(1_000_00 * CENT - exchange.cash(ANN)).isBetween(30_00 * CENT, 30_00 * CENT + 10);
    exchange.mergeAll(ANN, 1, 30);
    assertThat(exchange.cash(ANN)).isBetween(1_000_00 * CENT - 10, 1_000_00 * CENT);
    exchange.engine.checkInvariants();
  }

  @Test
  void limitOrderStopsAtItsPriceAndABudgetBuysTheMostItCan() {
    Exchange exchange = event(3, Exchange.lmsr(100)).in(2).buy(ANN, YES, 200, 40);
    assertThat(exchange.recorder.take()).contains("maker 2876/0 at 399980303 of 2");
    exchange.in(3).buyFor(BOB, YES, 20_00);
    assertThat(1_000_00 * CENT - exchange.cash(BOB)).isBetween(20_00 * CENT - 8_000, 20_00 * CENT);
  }

  @Test
  void hybridMeetsTheBookAndTheSharedMaker() {
    Exchange exchange = event(3, Exchange.hybrid(100)).in(2).buy(BOB, NO, 5, 64).quietly();
    exchange.buy(ANN, YES, 20, 40);
    assertThat(exchange.recorder.take())
        .filteredOn(line -> line.contains(" @ "))
        .containsExactly(
            "placed #2 by 16 BUY YES 2000 @ 4000",
            "AMM 1177 @ 3466: #2 BUY YES 4079211 left 823, maker",
            "MINT 500 @ 3600: #2 BUY YES 1800000 left 323, #1 BUY NO 3200000 left 0",
            "AMM 323 @ 3637: #2 BUY YES 1174793 left 0, maker");
  }

  @Test
  void marketsWithASharedMakerResolveOnlyWhenAllAreClosed() {
    Exchange exchange = event(3, Exchange.lmsr(100)).in(1).buy(ANN, YES, 50, 99);
    exchange.state(1, MarketState.CLOSED).propose(1, 10_000).quietly();
    exchange.confirm(1).refused(Reason.ILLEGAL_TRANSITION);
    exchange.state(2, MarketState.CLOSED).state(3, MarketState.HALTED).quietly();
    exchange.confirm(1).refused(Reason.ILLEGAL_TRANSITION);
    exchange.state(3, MarketState.CLOSED).confirm(1).settle(1).quietly();
    assertThat(exchange.engine.market(1)).isNull();
    exchange.propose(3, 0).confirm(3).propose(2, 0).confirm(2).settle(2).settle(3);
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(exchange.cash(MAKER)).isZero();
    assertThat(exchange.cash(Accounts.HOUSE)).isEqualTo(19_576_449 - 50_00 * CENT);
    assertThat(exchange.cash(Accounts.FEES)).isZero();
  }

  /** Everything a trader can do, at random and greedily: the maker pays with its funding only. */
  @ParameterizedTest
  @CsvSource({"2, LMSR", "3, HYBRID", "4, LMSR", "8, HYBRID"})
  void neverLosesMoreThanItsFunding(int size, MarketMode mode) {
    SplittableRandom random = new SplittableRandom(size);
    long b = 1L + random.nextInt(50);
    MarketSpec spec = new MarketSpec("m", 10_000, 100, 1, mode, b * CONTRACT, FeeKind.NONE, 0, 0);
    Exchange exchange = event(size, spec);
    exchange.personWithoutNetting(40, 1_000_000_00L).deposit(ANN, 1_000_000_00L);
    for (int n = 0; n < 600; n++) {
      long trader = random.nextBoolean() ? ANN : 40;
      exchange.in(1 + random.nextInt(size));
      Outcome outcome = random.nextBoolean() ? YES : NO;
      long has = exchange.shares(trader, outcome);
      PlaceOrder order = exchange.market(trader, Side.BUY, outcome, 0);
      if (has > 0 && random.nextInt(3) == 0) {
        order.side = Side.SELL;
        order.quantity = 1 + random.nextLong(has);
      } else if (random.nextInt(3) == 0) {
        order.maxCost = 1 + random.nextLong(50_000_000);
      } else {
        order.quantity = 1 + random.nextLong(random.nextBoolean() ? 3 : 400 * b);
      }
      exchange.place(order);
      if (n % 100 == 50) {
        exchange.addLiquidity(1 + random.nextInt(size), 1 + random.nextInt(100));
      }
      exchange.quietly();
    }
    long funded = -exchange.cash(Accounts.HOUSE);
    for (long market = 1; market <= size; market++) {
      exchange.state(market, MarketState.CLOSED).timers();
    }
    int winner = 1 + random.nextInt(size);
    for (long market = 1; market <= size; market++) {
      exchange.end(market, market == winner ? 10_000 : 0);
    }
    assertThat(-exchange.cash(Accounts.HOUSE)).isLessThanOrEqualTo(funded);
    assertThat(exchange.cash(MAKER)).isZero();
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(exchange.cash(Accounts.FEES)).isZero();
  }

  // ---- liquidity --------------------------------------------------------------------------------

  @Test
  void addedLiquidityIsFundedAndMovesNoPrice() {
    Exchange exchange = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 50, 99).quietly();
    // At 0.6225 the less likely outcome could cost 200 × −ln 0.3775 more.
    exchange
        .addLiquidity(1, 200)
        .says(
            "  HOUSE cash -194815397 = -264130116/0 FUNDING",
            "  maker1 cash +194815397 = 242223097/0 FUNDING",
            "liquidity 30000");
    assertThat(maker(exchange, 1).yesPriceBillionths()).isEqualTo(622_459_331);
    exchange.sell(ANN, YES, 50, 1);
    assertThat(exchange.recorder.take()).contains("maker 0/0 at 582570206");
  }

  @Test
  void anyMarketOfAnEventNamesTheMakerTheyShare() {
    Exchange exchange = event(3, Exchange.lmsr(100)).in(1).buy(ANN, YES, 50, 99).quietly();
    exchange
        .addLiquidity(3, 100)
        .says(
            "  HOUSE cash -129437677 = -239298906/0 FUNDING",
            "  maker1 cash +129437677 = 208875355/0 FUNDING",
            "liquidity 20000",
            "liquidity 20000 of 2",
            "liquidity 20000 of 3");
    assertThat(maker(exchange, 1).yesPriceBillionths()).isEqualTo(451_862_762);
    assertThat(maker(exchange, 2).yesPriceBillionths()).isEqualTo(274_068_619);
  }

  @Test
  void liquidityThatMakesNoSenseIsRefused() {
    Exchange exchange = Exchange.withBook().create(Exchange.lmsr(100)).quietly();
    exchange.addLiquidity(9, 1).refused(Reason.UNKNOWN_MARKET);
    exchange.addLiquidity(1, 1).refused(Reason.INVALID_COMMAND);
    exchange.addLiquidity(2, 1).refused(Reason.MARKET_NOT_OPEN);
    exchange.state(2, MarketState.OPEN).quietly();
    exchange.addLiquidity(2, 0).refused(Reason.INVALID_COMMAND);
    exchange.addLiquidity(2, -1).refused(Reason.INVALID_COMMAND);
    exchange.addLiquidity(2, 100_000_000).refused(Reason.LIMIT_EXCEEDED);
    exchange.addLiquidity(2, 99_999_900).state(2, MarketState.HALTED).quietly();
    exchange.addLiquidity(2, 1).refused(Reason.LIMIT_EXCEEDED);
    exchange.state(2, MarketState.CLOSED).quietly();
    exchange.addLiquidity(2, 1).refused(Reason.MARKET_NOT_OPEN);
  }

  @Test
  void theHouseFundsNoMoreThanItMayOwe() {
    Limits limits = Limits.defaults().with(to -> to.houseDebt = 100_00 * CENT);
    Exchange exchange = Exchange.with(limits, Exchange.lmsr(100));
    exchange.addLiquidity(1, 50).refused(Reason.AMOUNT_OUT_OF_RANGE);
    exchange.addLiquidity(1, 40).state(1, MarketState.CLOSED).quietly();
    exchange.createExclusive(Exchange.lmsr(100), Exchange.lmsr(100)).quietly();
    exchange.state(2, MarketState.OPEN).refused(Reason.AMOUNT_OUT_OF_RANGE);
  }

  @Test
  void fundingOfTheWholeEventIsWhatItCanLose() {
    assertThat(Lmsr.greatestLoss(8, 10_000, 10_000)).isEqualTo(207_944_155);
  }

  private static sibyl.engine.maker.MarketMaker maker(Exchange exchange, long market) {
    return java.util.Objects.requireNonNull(
        java.util.Objects.requireNonNull(exchange.engine.market(market)).maker());
  }
}
