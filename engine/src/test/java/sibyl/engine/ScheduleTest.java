package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/** Markets that open and close by themselves, at log times. */
class ScheduleTest {
  private static final long NOON = 2_000_000;
  private static final long EVENING = 3_000_000;

  private final Exchange exchange = new Exchange().person(ANN, 100_00);

  @Test
  void eventOpensAndClosesAllItsMarketsByItself() {
    create(NOON, EVENING, Exchange.book(), Exchange.book());
    exchange.says(
        "event 1 Weather",
        "market 1 of 1",
        "market 2 of 1",
        "market 1 opens at 2000000, closes at 3000000",
        "market 2 opens at 2000000, closes at 3000000");
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(NOON);
    exchange.at(NOON).timers().says("market 1 OPEN", "market 2 OPEN");
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(EVENING);
    exchange.buy(ANN, YES, 1, 50).quietly();
    exchange
        .at(EVENING)
        .timers()
        .says(
            "market 1 CLOSED",
            "market 2 CLOSED",
            "  16 cash 0 = 100000000/0 HOLD",
            "closed #1 MARKET_CLOSED left 100");
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void nothingHappensBeforeItsTime() {
    create(NOON, 0, Exchange.book());
    exchange.quietly().engine.onTimer(NOON - 1);
    exchange.says();
    exchange.buy(ANN, YES, 1, 50).refused(Reason.MARKET_NOT_OPEN);
  }

  @Test
  void openingAndClosingMissedTogetherAreDoneInOrder() {
    create(NOON, EVENING, Exchange.book());
    exchange.quietly().at(EVENING + 5).timers().says("market 1 OPEN", "market 1 CLOSED");
  }

  @Test
  void laterScheduleReplacesTheFirst() {
    create(NOON, EVENING, Exchange.book());
    exchange.quietly().schedule(1, 0, EVENING + 1_000);
    exchange.says("market 1 opens at 0, closes at 3001000").at(NOON).timers().says();
    exchange.state(1, MarketState.OPEN).quietly().at(EVENING).timers().says();
    exchange.at(EVENING + 1_000).timers().says("market 1 CLOSED");
  }

  @Test
  void openingByCommandUsesUpTheScheduledOne() {
    create(NOON, 0, Exchange.book());
    exchange.state(1, MarketState.OPEN).state(1, MarketState.HALTED).quietly();
    exchange.at(NOON).timers().says();
    assertThat(exchange.engine.market(1).state()).isEqualTo(MarketState.HALTED);
  }

  @Test
  void haltedMarketCanBeToldWhenToGoOn() {
    exchange.market(Exchange.book()).state(1, MarketState.HALTED).quietly();
    exchange.schedule(1, NOON, 0).at(NOON).timers();
    exchange.says("market 1 opens at 2000000, closes at 0", "market 1 OPEN");
  }

  @Test
  void haltedMarketClosesOnTime() {
    create(0, EVENING, Exchange.book());
    exchange.state(1, MarketState.OPEN).state(1, MarketState.HALTED).quietly();
    exchange.at(EVENING).timers().says("market 1 CLOSED");
  }

  @Test
  void marketThatNeverOpenedDoesNotCloseAndSaysSo() {
    create(0, EVENING, Exchange.book());
    exchange.quietly().at(EVENING).timers().says("market 1 opens at 0, closes at 0");
    exchange.state(1, MarketState.OPEN).says("market 1 OPEN");
  }

  @Test
  void makerIsFundedWhenItsMarketOpensByItself() {
    create(NOON, 0, Exchange.lmsr(100));
    exchange
        .quietly()
        .at(NOON)
        .timers()
        .says(
            "market 1 OPEN",
            "  HOUSE cash -69314719 = -69314719/0 FUNDING",
            "  maker1 cash +69314719 = 69314719/0 FUNDING",
            "maker 0/0 at 500000000");
  }

  @Test
  void marketWhoseMakerCannotBeFundedStaysAsItWasAndSaysSo() {
    Exchange poor = new Exchange(Limits.defaults().with(to -> to.houseDebt = 60_000_000));
    poor.engine.createEvent(poor.header(), event(NOON, EVENING, Exchange.lmsr(100)));
    poor.quietly().at(NOON).timers().says("market 1 opens at 0, closes at 3000000");
    assertThat(poor.engine.market(1).state()).isEqualTo(MarketState.CREATED);
    poor.engine.checkInvariants();
  }

  @Test
  void manyMarketsThatCloseAtOnceTakeSeveralTurns() {
    Exchange slow = new Exchange(Limits.defaults().with(to -> to.slice = 2));
    MarketSpec[] specs = {Exchange.book(), Exchange.book(), Exchange.book()};
    slow.engine.createEvent(slow.header(), event(NOON, 0, specs));
    slow.quietly().at(NOON).engine.onTimer(NOON);
    slow.says("market 1 OPEN", "market 2 OPEN");
    assertThat(slow.engine.nextTimerMs()).isEqualTo(NOON + 1);
    slow.timers().says("market 3 OPEN");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          CREATED, 2000000, 3000000, ok
          CREATED,       0,       0, ok
          CREATED, 1000000,       0, TOO_LATE
          CREATED,       0,  999999, TOO_LATE
          CREATED, 2000000, 2000000, INVALID_COMMAND
          CREATED, 3000000, 2000000, INVALID_COMMAND
          CREATED,      -1,       0, INVALID_COMMAND
          CREATED,       0,      -1, INVALID_COMMAND
          OPEN,          0, 3000000, ok
          OPEN,    2000000, 3000000, ILLEGAL_TRANSITION
          HALTED,  2000000, 3000000, ok
          CLOSED,        0,       0, ILLEGAL_TRANSITION
          CLOSED,        0, 3000000, ILLEGAL_TRANSITION
          NONE,          0, 3000000, UNKNOWN_MARKET
          """)
  void onlyTimesThatCanBeKeptAreTaken(String state, long openAtMs, long closeAtMs, String answer) {
    if (!state.equals("NONE")) {
      exchange.create(Exchange.book());
    }
    for (MarketState step : List.of(MarketState.OPEN, MarketState.HALTED, MarketState.CLOSED)) {
      if (!state.equals("NONE") && MarketState.valueOf(state).compareTo(step) >= 0) {
        exchange.state(1, step);
      }
    }
    final long before = exchange.quietly().engine.stateHash();
    exchange.schedule(1, openAtMs, closeAtMs);
    if (answer.equals("ok")) {
      exchange.says("market 1 opens at " + openAtMs + ", closes at " + closeAtMs);
    } else {
      exchange.refused(Reason.valueOf(answer));
      assertThat(exchange.engine.stateHash()).isEqualTo(before);
    }
  }

  @Test
  void eventsWithTimesThatCannotBeKeptAreRefused() {
    create(999_999, 0, Exchange.book());
    exchange.refused(Reason.TOO_LATE);
    create(NOON, NOON, Exchange.book());
    exchange.refused(Reason.INVALID_COMMAND);
  }

  private void create(long openAtMs, long closeAtMs, MarketSpec... specs) {
    exchange.quietly().engine.createEvent(exchange.header(), event(openAtMs, closeAtMs, specs));
  }

  private static CreateEvent event(long openAtMs, long closeAtMs, MarketSpec... specs) {
    return new CreateEvent("Weather", "", "", "", "", closeAtMs, false, List.of(specs), openAtMs);
  }
}
