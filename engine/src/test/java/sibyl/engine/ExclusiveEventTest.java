package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/** Events of which exactly one market resolves YES: one pool, one whole to resolve to. */
class ExclusiveEventTest {
  private static final long POOL = Accounts.eventPool(1);

  /** Three markets; Ann has ten YES of each, Bob the NO of the first two, Cat of the third. */
  private static Exchange threeTeams() {
    return threeTeams(Limits.defaults());
  }

  private static Exchange threeTeams(Limits limits) {
    Exchange exchange = new Exchange(limits);
    exchange.person(ANN, 100_00).person(BOB, 100_00).person(CAT, 100_00);
    exchange.exclusive(Exchange.book(), Exchange.book(), Exchange.book());
    for (long market = 1; market <= 3; market++) {
      exchange.in(market).buy(ANN, YES, 10, 30).buy(market == 3 ? CAT : BOB, NO, 10, 70);
    }
    return exchange.quietly();
  }

  private static Exchange close(Exchange exchange) {
    for (long market = 1; market <= 3; market++) {
      exchange.state(market, MarketState.CLOSED);
    }
    return exchange;
  }

  @Test
  void theMarketsIssueFromOnePool() {
    Exchange exchange = threeTeams();
    assertThat(exchange.cash(POOL)).isEqualTo(30_00 * CENT);
    exchange.engine.forEachBalance(
        (account, asset, free, held) ->
            assertThat(Accounts.isPool(account) && account != POOL).isFalse());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whoeverWinsThePoolPaysAllAndIsEmpty(long winner) {
    Exchange exchange = close(threeTeams());
    for (long market = 1; market <= 3; market++) {
      exchange.propose(market, market == winner ? 10_000 : 0).confirm(market).settle(market);
    }
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 9_00 + 10_00) * CENT);
    assertThat(exchange.cash(BOB))
        .isEqualTo((100_00 - 14_00 + (winner == 3 ? 20_00 : 10_00)) * CENT);
    assertThat(exchange.cash(CAT)).isEqualTo((100_00 - 7_00 + (winner == 3 ? 0 : 10_00)) * CENT);
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(exchange.cash(Accounts.FEES)).isZero();
    exchange.engine.checkInvariants();
  }

  @Test
  void losersCanBePaidWhileTheOthersStillTrade() {
    Exchange exchange = threeTeams().state(1, MarketState.CLOSED).propose(1, 0).confirm(1);
    exchange
        .quietly()
        .settle(1)
        .says(
            "  16 YES -1000 = 0/0 SETTLEMENT",
            "settled 16 YES 1000 for 0, NO 0 for 0",
            "  17 NO -1000 = 0/0 SETTLEMENT",
            "  17 cash +10000000 = 96000000/0 SETTLEMENT",
            "settled 17 YES 0 for 0, NO 1000 for 10000000",
            "  pool1 YES +1000 = 0/0 SETTLEMENT",
            "  pool1 NO +1000 = 0/0 SETTLEMENT",
            "  pool1 cash -10000000 = 20000000/0 SETTLEMENT",
            "market 1 SETTLED");
    exchange.in(2).buy(CAT, YES, 5, 50).buy(BOB, NO, 5, 50);
    assertThat(exchange.cash(POOL)).isEqualTo(25_00 * CENT);
    exchange.end(2, 10_000).end(3, 0);
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(exchange.cash(ANN) + exchange.cash(BOB) + exchange.cash(CAT))
        .isEqualTo(300_00 * CENT);
  }

  @Test
  void aPaidLoserLeavesTheOthersWhatTheyAreOwedSliceBySlice() {
    Exchange exchange = threeTeams(Limits.defaults().with(to -> to.slice = 1));
    exchange.timers().state(1, MarketState.CLOSED).timers();
    exchange.propose(1, 10_000).confirm(1).settle(1);
    assertThat(exchange.engine.market(1)).isNotNull();
    exchange.in(2).buy(CAT, YES, 1, 50).buy(BOB, NO, 1, 50).timers();
    assertThat(exchange.engine.market(1)).isNull();
    exchange.end(3, 0).end(2, 0);
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(exchange.cash(Accounts.FEES)).isZero();
  }

  @Test
  void resolutionsMustComeToOneWhole() {
    Exchange exchange = close(threeTeams()).propose(1, 6_000).confirm(1).quietly();
    exchange.propose(2, 4_001).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.propose(2, 3_000).propose(3, 1_001).confirm(2).quietly();
    exchange.confirm(3).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.propose(3, 999).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.propose(3, 1_000).confirm(3).settle(1).settle(2).settle(3);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 9_00 + 10_00) * CENT);
    assertThat(exchange.cash(BOB)).isEqualTo((100_00 - 14_00 + 4_00 + 7_00) * CENT);
    assertThat(exchange.cash(CAT)).isEqualTo((100_00 - 7_00 + 9_00) * CENT);
    assertThat(exchange.cash(POOL)).isZero();
  }

  @Test
  void twoCannotWin() {
    Exchange exchange = close(threeTeams()).propose(1, 10_000).propose(2, 10_000).confirm(1);
    exchange.quietly().confirm(2).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.settle(1).quietly().confirm(2).refused(Reason.RESOLUTIONS_CONFLICT);
  }

  @Test
  void allCannotLose() {
    Exchange exchange = close(threeTeams()).propose(1, 0).confirm(1).settle(1);
    exchange.propose(2, 0).confirm(2).quietly();
    exchange.propose(3, 0).refused(Reason.RESOLUTIONS_CONFLICT);
  }

  @Test
  void whatCanStillBeChallengedIsNotLeftOut() {
    Exchange exchange = challengeable().splitAll(ANN, 1, 5);
    exchange.state(1, MarketState.CLOSED).propose(1, 0).confirm(1).quietly();
    exchange.splitAll(ANN, 1, 5).refused(Reason.MARKET_NOT_OPEN);
    exchange.at(exchange.timeMs() + 1_000).timers();
    assertThat(exchange.engine.market(1)).isNull();
    exchange.splitAll(ANN, 1, 5).mergeAll(ANN, 1, 10);
    assertThat(exchange.cash(ANN)).isEqualTo(100_00 * CENT);
    assertThat(exchange.cash(POOL)).isZero();
  }

  @Test
  void aChallengedResolutionNoLongerCountsTowardsTheWhole() {
    Exchange exchange = close(challengeable()).propose(1, 4_000).confirm(1).quietly();
    exchange.propose(2, 7_000).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.challenge(1, "no").propose(2, 7_000).confirm(2).propose(1, 3_000).confirm(1);
    exchange.quietly().propose(3, 1).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.propose(3, 0).confirm(3).at(exchange.timeMs() + 1_000).timers();
    assertThat(exchange.engine.market(3)).isNull();
    assertThat(exchange.cash(POOL)).isZero();
  }

  private static Exchange challengeable() {
    MarketRules rules = new MarketRules(MarketKind.BINARY, List.of(), 0, 1_000, false);
    MarketSpec spec =
        new MarketSpec("m", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0, rules);
    return new Exchange().person(ANN, 100_00).exclusive(spec, spec, spec);
  }

  @Test
  void whatRoundingLeavesGoesToTheFeesWithTheLastMarket() {
    MarketSpec odd = new MarketSpec("m", 3, 1, 1, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    Exchange exchange = new Exchange().person(ANN, 100_00).person(BOB, 100_00).exclusive(odd, odd);
    for (long market = 1; market <= 2; market++) {
      for (long account : new long[] {ANN, BOB}) {
        sibyl.engine.command.PlaceOrder order =
            exchange.in(market).limit(account, Side.BUY, account == ANN ? YES : NO, 0, 0);
        order.price = account == ANN ? 2 : 1;
        order.quantity = 7;
        exchange.place(order);
      }
    }
    exchange.end(1, 5_000);
    assertThat(exchange.cash(POOL)).isEqualTo(22);
    assertThat(exchange.cash(Accounts.FEES)).isZero();
    exchange.end(2, 5_000);
    assertThat(exchange.cash(POOL)).isZero();
    assertThat(exchange.cash(Accounts.FEES)).isEqualTo(2);
  }

  @Test
  void aNonExclusiveEventKeepsAPoolPerMarketAndResolvesAsItLikes() {
    Exchange exchange = new Exchange().person(ANN, 100_00).person(BOB, 100_00);
    exchange.create(Exchange.book(), Exchange.book());
    for (long market = 1; market <= 2; market++) {
      exchange.state(market, MarketState.OPEN).in(market);
      exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 10, 40);
      assertThat(exchange.cash(Accounts.marketPool(market))).isEqualTo(10_00 * CENT);
    }
    exchange.end(1, 10_000).end(2, 10_000);
    assertThat(exchange.cash(ANN)).isEqualTo(108_00 * CENT);
  }

  @Test
  void marketsThatDoNotFitTogetherAreRefused() {
    Exchange exchange = new Exchange();
    exchange.createExclusive(Exchange.book()).refused(Reason.INVALID_COMMAND);
    exchange
        .createExclusive(Exchange.book(), spec(20_000, 100, MarketMode.BOOK, 0))
        .refused(Reason.INVALID_COMMAND);
    exchange
        .createExclusive(Exchange.book(), spec(10_000, 1, MarketMode.BOOK, 0))
        .refused(Reason.INVALID_COMMAND);
    exchange
        .createExclusive(Exchange.book(), spec(10_000, 100, MarketMode.HYBRID, 5))
        .refused(Reason.INVALID_COMMAND);
    exchange
        .createExclusive(Exchange.lmsr(10), Exchange.hybrid(10))
        .refused(Reason.INVALID_COMMAND);
    exchange.createExclusive(Exchange.lmsr(10), Exchange.lmsr(11)).refused(Reason.INVALID_COMMAND);
    exchange.createExclusive(Exchange.book(), goods()).refused(Reason.INVALID_COMMAND);
    exchange.createExclusive(Exchange.lmsr(10), Exchange.lmsr(10));
    assertThat(exchange.engine.market(2)).isNotNull();
  }

  private static MarketSpec spec(int payout, long lot, MarketMode mode, long liquidity) {
    return new MarketSpec("m", payout, 100, lot, mode, liquidity, FeeKind.NONE, 0, 0);
  }

  private static MarketSpec goods() {
    MarketRules rules = new MarketRules(MarketKind.ASSET, List.of(), 0, 0, false);
    return new MarketSpec("m", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0, rules);
  }
}
