package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/** Sets of one market and of a whole exclusive event, and NO turned into YES of the others. */
class SetsTest {
  // ---- one market -------------------------------------------------------------------------------

  @Test
  void splitMakesASetForItsPayout() {
    Exchange.withBook()
        .split(ANN, 1, 10)
        .says(
            "sets 16 1000 SPLIT",
            "  16 YES +1000 = 1000/0 SPLIT",
            "  16 NO +1000 = 1000/0 SPLIT",
            "  16 cash -10000000 = 90000000/0 SPLIT",
            "  pool1 cash +10000000 = 10000000/0 SPLIT",
            "  pool1 YES -1000 = -1000/0 SPLIT",
            "  pool1 NO -1000 = -1000/0 SPLIT");
  }

  @Test
  void mergeIsTheInverseOfSplit() {
    Exchange exchange = Exchange.withBook().quietly();
    final long before = exchange.engine.stateHash();
    exchange.split(ANN, 1, 10).merge(ANN, 1, 4);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(6 * CONTRACT);
    exchange
        .quietly()
        .merge(ANN, 1, 6)
        .says(
            "sets 16 -600 MERGE",
            "  16 YES -600 = 0/0 MERGE",
            "  16 NO -600 = 0/0 MERGE",
            "  16 cash +6000000 = 100000000/0 MERGE",
            "  pool1 cash -6000000 = 0/0 MERGE",
            "  pool1 YES +600 = 0/0 MERGE",
            "  pool1 NO +600 = 0/0 MERGE");
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }

  @Test
  void splitWorksInsideAnExclusiveEventToo() {
    Exchange exchange = league(3).in(2).split(ANN, 2, 10);
    assertThat(exchange.shares(ANN, NO)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.cash(Accounts.eventPool(1))).isEqualTo(10_00 * CENT);
    exchange.merge(ANN, 2, 10);
    assertThat(exchange.cash(Accounts.eventPool(1))).isZero();
  }

  @Test
  void splitNeedsItsWholeCost() {
    Exchange exchange = Exchange.withBook().buy(ANN, YES, 50, 20).quietly();
    exchange.split(ANN, 1, 91).refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(91_00 * CENT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(90_00 * CENT);
    assertThat(exchange.recorder.rejection().held).isEqualTo(10_00 * CENT);
    exchange.split(ANN, 1, 90);
    assertThat(exchange.cash(ANN)).isZero();
  }

  @Test
  void mergeNeedsBothOutcomesFree() {
    Exchange exchange = Exchange.withBook().split(ANN, 1, 10).sell(ANN, NO, 3, 90).quietly();
    exchange.merge(ANN, 1, 8).refused(Reason.INSUFFICIENT_HOLDINGS);
    assertThat(exchange.recorder.rejection().asset).isEqualTo(Asset.of(1, NO));
    assertThat(exchange.recorder.rejection().needed).isEqualTo(8 * CONTRACT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(7 * CONTRACT);
    assertThat(exchange.recorder.rejection().held).isEqualTo(3 * CONTRACT);
    exchange.merge(BOB, 1, 1).refused(Reason.INSUFFICIENT_HOLDINGS);
    exchange.merge(ANN, 1, 7);
    assertThat(exchange.shares(ANN, NO)).isZero();
  }

  @Test
  void whatMakesNoSenseIsRefusedAndChangesNothing() {
    Exchange exchange = league(3).create(Exchange.book()).market(Exchange.book()).quietly();
    final long before = exchange.engine.stateHash();
    exchange.split(99, 5, 1).refused(Reason.UNKNOWN_ACCOUNT);
    exchange.split(Accounts.HOUSE, 5, 1).refused(Reason.UNKNOWN_ACCOUNT);
    exchange.split(ANN, 77, 1).refused(Reason.UNKNOWN_MARKET);
    exchange.splitAll(ANN, 77, 1).refused(Reason.UNKNOWN_EVENT);
    exchange.splitAll(ANN, 3, 1).refused(Reason.INVALID_COMMAND);
    exchange.split(ANN, 4, 1).refused(Reason.MARKET_NOT_OPEN);
    exchange.split(ANN, 5, 0).refused(Reason.QUANTITY_OUT_OF_RANGE);
    exchange.split(ANN, 5, -1).refused(Reason.QUANTITY_OUT_OF_RANGE);
    exchange.merge(ANN, 5, Long.MAX_VALUE / CONTRACT).refused(Reason.QUANTITY_OUT_OF_RANGE);
    exchange
        .change(new ChangeSets(ANN, 5, 0, SetAction.SPLIT, 150))
        .refused(Reason.QUANTITY_OFF_LOT);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(100);
    exchange
        .change(new ChangeSets(ANN, 1, 1, SetAction.SPLIT, 100))
        .refused(Reason.INVALID_COMMAND);
    exchange
        .change(new ChangeSets(ANN, 0, 0, SetAction.SPLIT, 100))
        .refused(Reason.INVALID_COMMAND);
    exchange.convert(ANN, 3, 1, 5L).refused(Reason.INVALID_COMMAND);
    exchange.convert(ANN, 1, 1).refused(Reason.INVALID_COMMAND);
    exchange.convert(ANN, 1, 1, 1L, 1L).refused(Reason.INVALID_COMMAND);
    exchange.convert(ANN, 1, 1, 5L).refused(Reason.UNKNOWN_MARKET);
    exchange.convert(ANN, 9, 1, 1L).refused(Reason.UNKNOWN_EVENT);
    exchange.convert(99, 1, 1, 1L).refused(Reason.UNKNOWN_ACCOUNT);
    exchange.convert(ANN, 1, 0, 1L).refused(Reason.QUANTITY_OUT_OF_RANGE);
    exchange.convert(ANN, 1, 1, 1L).refused(Reason.INSUFFICIENT_HOLDINGS);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }

  @Test
  void noOneMayHaveMoreThanThePositionLimit() {
    Limits limits = Limits.defaults().with(to -> to.positionNotional = 10_00 * CENT);
    Exchange exchange = new Exchange(limits).person(ANN, 100_00);
    exchange.exclusive(Exchange.book(), Exchange.book(), Exchange.book());
    exchange.in(3).split(ANN, 3, 8).buy(ANN, YES, 2, 50).quietly();
    exchange.split(ANN, 3, 1).refused(Reason.LIMIT_EXCEEDED);
    exchange.splitAll(ANN, 1, 1).refused(Reason.LIMIT_EXCEEDED);
    exchange.split(ANN, 2, 2).quietly().convert(ANN, 1, 1, 2L).refused(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void newPositionsNeedRoom() {
    // Three pools' positions, then room for two more.
    Limits limits = Limits.defaults().with(to -> to.positions = 5);
    Exchange exchange = new Exchange(limits).person(ANN, 100_00).person(BOB, 100_00);
    exchange.exclusive(Exchange.book(), Exchange.book(), Exchange.book()).quietly();
    exchange.splitAll(ANN, 1, 1).refused(Reason.LIMIT_EXCEEDED);
    exchange.split(ANN, 1, 1).quietly().convert(ANN, 1, 1, 1L).refused(Reason.LIMIT_EXCEEDED);
    exchange.split(ANN, 2, 1).quietly().split(BOB, 1, 1).refused(Reason.LIMIT_EXCEEDED);
    exchange.convert(ANN, 1, 1, 1L, 2L).refused(Reason.LIMIT_EXCEEDED);
  }

  // ---- whole events -----------------------------------------------------------------------------

  @Test
  void splitAllMakesOneYesOfEveryMarketForOnePayout() {
    league(3)
        .splitAll(ANN, 1, 1)
        .says(
            "SPLIT_ALL 16 YES 100 for -333334",
            "  16 YES +100 = 100/0 SPLIT",
            "SPLIT_ALL 16 YES of 2 100 for -333333",
            "  16 YES of 2 +100 = 100/0 SPLIT",
            "SPLIT_ALL 16 YES of 3 100 for -333333",
            "  16 YES of 3 +100 = 100/0 SPLIT",
            "  16 cash -1000000 = 999999000000/0 SPLIT",
            "  pool1 cash +1000000 = 1000000/0 SPLIT",
            "  pool1 YES -100 = -100/0 SPLIT",
            "  pool1 YES of 2 -100 = -100/0 SPLIT",
            "  pool1 YES of 3 -100 = -100/0 SPLIT");
  }

  @Test
  void convertTurnsNoIntoCashAndYesOfTheOthers() {
    Exchange exchange = league(3).split(ANN, 1, 5).split(ANN, 3, 5).quietly();
    exchange
        .convert(ANN, 1, 5, 3L, 1L)
        .says(
            "CONVERT 16 NO of 3 -500 for 2500000",
            "  16 NO of 3 -500 = 0/0 CONVERT",
            "  pool1 NO of 3 +500 = 0/0 CONVERT",
            "CONVERT 16 NO -500 for 2500000",
            "  16 NO -500 = 0/0 CONVERT",
            "  pool1 NO +500 = 0/0 CONVERT",
            "CONVERT 16 YES of 2 500 for 0",
            "  16 YES of 2 +500 = 500/0 CONVERT",
            "  pool1 YES of 2 -500 = -500/0 CONVERT",
            "  16 cash +5000000 = 999995000000/0 CONVERT",
            "  pool1 cash -5000000 = 5000000/0 CONVERT");
    exchange.mergeAll(ANN, 1, 5);
    assertThat(exchange.cash(Accounts.eventPool(1))).isZero();
    assertThat(exchange.cash(ANN)).isEqualTo(1_000_000_00 * CENT);
  }

  @Test
  void noOfOneMarketIsYesOfAllTheOthers() {
    Exchange exchange = league(4).split(ANN, 2, 7).convert(ANN, 1, 7, 2L);
    for (long market : new long[] {1, 3, 4}) {
      assertThat(exchange.in(market).shares(ANN, YES)).isEqualTo(7 * CONTRACT);
    }
    exchange.mergeAll(ANN, 1, 7);
    assertThat(exchange.cash(ANN)).isEqualTo(1_000_000_00 * CENT);
  }

  /** Every shape of event, every choice of markets, every outcome. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void nothingIsWorthMoreOrLessAfterwardsWhicheverWins(int size) {
    Exchange exchange = league(size);
    for (long market = 1; market <= size; market++) {
      exchange.split(ANN, market, 1 << size);
    }
    exchange.splitAll(ANN, 1, 1 << size);
    for (int chosen = 1; chosen < 1 << size; chosen++) {
      List<Long> given = new ArrayList<>();
      for (int place = 0; place < size; place++) {
        if ((chosen & 1 << place) != 0) {
          given.add(place + 1L);
        }
      }
      final long[] before = values(exchange, size);
      exchange.convert(new ConvertShares(ANN, 1, given, CONTRACT));
      assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
      assertThat(values(exchange, size)).isEqualTo(before);
      exchange.mergeAll(ANN, 1, 1);
      assertThat(values(exchange, size)).isEqualTo(before);
      exchange.splitAll(ANN, 1, 2);
      assertThat(values(exchange, size)).isEqualTo(before);
      exchange.merge(ANN, 1 + chosen % size, chosen % 2).split(ANN, 1 + chosen % size, 1);
      assertThat(values(exchange, size)).isEqualTo(before);
      exchange.quietly();
    }
    for (long market = 1; market <= size; market++) {
      exchange.end(market, market == size ? 10_000 : 0);
    }
    assertThat(exchange.cash(ANN)).isEqualTo(1_000_000_00 * CENT);
    assertThat(exchange.cash(Accounts.FEES)).isZero();
  }

  /** What Ann has is worth, for each market that could win. */
  private static long[] values(Exchange exchange, int size) {
    long[] values = new long[size];
    Arrays.fill(values, exchange.cash(ANN));
    for (int place = 0; place < size; place++) {
      exchange.in(place + 1);
      for (int winner = 0; winner < size; winner++) {
        values[winner] += 10_000 * exchange.shares(ANN, winner == place ? YES : NO);
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void marketsThatHaveLostAreLeftOut(boolean settled) {
    Exchange exchange = league(4).split(ANN, 2, 5).split(ANN, 3, 5);
    exchange.state(1, MarketState.CLOSED).quietly();
    exchange.splitAll(ANN, 1, 1).refused(Reason.MARKET_NOT_OPEN);
    assertThat(exchange.recorder.rejection().market).isEqualTo(1);
    exchange.convert(ANN, 1, 1, 2L).refused(Reason.MARKET_NOT_OPEN);
    exchange.propose(1, 0).confirm(1);
    if (settled) {
      exchange.settle(1);
    }
    exchange.quietly().convert(ANN, 1, 5, 2L, 3L);
    assertThat(exchange.in(4).shares(ANN, YES)).isEqualTo(5 * CONTRACT);
    assertThat(exchange.cash(ANN)).isEqualTo((1_000_000_00 - 10_00 + 5_00) * CENT);
    exchange
        .quietly()
        .convert(ANN, 1, 1, 1L)
        .refused(settled ? Reason.UNKNOWN_MARKET : Reason.MARKET_NOT_OPEN);
    exchange.splitAll(ANN, 1, 3).mergeAll(ANN, 1, 8);
    assertThat(exchange.cash(ANN)).isEqualTo(1_000_000_00 * CENT);
    assertThat(exchange.cash(Accounts.eventPool(1))).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onceAMarketHasWonSomethingWholeEventSetsAreOver(boolean settled) {
    Exchange exchange = league(3).split(ANN, 2, 5);
    exchange.state(1, MarketState.CLOSED).propose(1, 1).confirm(1);
    if (settled) {
      exchange.settle(1);
    }
    exchange.quietly().splitAll(ANN, 1, 1).refused(Reason.MARKET_NOT_OPEN);
    exchange.convert(ANN, 1, 1, 2L).refused(Reason.MARKET_NOT_OPEN);
    exchange.split(ANN, 2, 1).merge(ANN, 2, 6);
    assertThat(exchange.cash(ANN)).isEqualTo(1_000_000_00 * CENT);
  }

  /** An exclusive event of book markets; Ann has a million. */
  private static Exchange league(int size) {
    Exchange exchange = new Exchange().person(ANN, 1_000_000_00).person(BOB, 100_00);
    MarketSpec[] specs = new MarketSpec[size];
    Arrays.fill(specs, Exchange.book());
    return exchange.exclusive(specs).quietly();
  }
}
