package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;

/** Who decides how a market ends, and for how long the decision can be challenged. */
class ChallengeTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = 1_000_000;
  private static final long STAFF = 501;
  private static final long SECOND = 502;

  @Test
  void whoProposedAnOutcomeCannotConfirmIt() {
    Exchange exchange = closed(0, true).as(STAFF).propose(1, 10_000);
    exchange.confirm(1).refused(Reason.SECOND_PERSON_NEEDED);
    exchange.as(SECOND).confirm(1).says("market 1 RESOLVED", "market 1 resolved 10000");
  }

  @Test
  void whoeverReplacesAProposalIsItsProposer() {
    Exchange exchange = closed(0, true).as(STAFF).propose(1, 10_000).as(SECOND).propose(1, 0);
    exchange.confirm(1).refused(Reason.SECOND_PERSON_NEEDED);
    exchange.as(STAFF).confirm(1).says("market 1 RESOLVED", "market 1 resolved 0");
  }

  @Test
  void onePersonIsEnoughWhereTheMarketSaysNothingElse() {
    closed(0, false).as(STAFF).propose(1, 0).quietly().confirm(1);
  }

  @Test
  void confirmedOutcomeIsPaidByItselfWhenItsWindowIsOver() {
    Exchange exchange = closed(HOUR, false).propose(1, 10_000).quietly();
    exchange
        .confirm(1)
        .says("market 1 RESOLVED", "market 1 resolved 10000 unless challenged before 4600000");
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(NOW + HOUR);
    exchange.settle(1).refused(Reason.CHALLENGE_WINDOW);
    exchange.at(NOW + HOUR - 1).settle(1).refused(Reason.CHALLENGE_WINDOW);
    exchange.engine.onTimer(NOW + HOUR - 1);
    exchange.says().at(NOW + HOUR).timers();
    assertThat(exchange.recorder.take()).last().isEqualTo("market 1 SETTLED");
    assertThat(exchange.cash(ANN)).isEqualTo(100_40 * CENT);
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void challengeReopensTheDecisionAndForgetsTheProposal() {
    Exchange exchange = closed(HOUR, false).propose(1, 10_000).confirm(1).quietly();
    exchange
        .at(NOW + HOUR - 1)
        .challenge(1, "it was snow")
        .says("market 1 CLOSED", "market 1 challenged: it was snow");
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(Long.MAX_VALUE);
    exchange.confirm(1).refused(Reason.ILLEGAL_TRANSITION);
    exchange.propose(1, 0).confirm(1).quietly().at(NOW + 2 * HOUR).timers();
    assertThat(exchange.cash(BOB)).isEqualTo(100_60 * CENT);
  }

  @Test
  void challengeComesTooLateWhenTheWindowIsOver() {
    Exchange exchange = closed(HOUR, false).propose(1, 10_000).confirm(1).quietly();
    exchange.at(NOW + HOUR).challenge(1, "too late").refused(Reason.CHALLENGE_WINDOW);
    exchange.settle(1);
    assertThat(exchange.recorder.take()).last().isEqualTo("market 1 SETTLED");
    exchange.timers().says();
  }

  @Test
  void whatIsFinalAtOnceCannotBeChallenged() {
    Exchange exchange = closed(0, false);
    exchange.challenge(1, "not yet").refused(Reason.ILLEGAL_TRANSITION);
    exchange.propose(1, 10_000).challenge(1, "not yet").refused(Reason.ILLEGAL_TRANSITION);
    exchange.confirm(1).challenge(1, "no window").refused(Reason.CHALLENGE_WINDOW);
    exchange.challenge(2, "no market").refused(Reason.UNKNOWN_MARKET);
    exchange.challenge(1, "x".repeat(12_001)).refused(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void challengedMarketOfAnExclusiveEventGivesItsShareOfTheWholeBack() {
    MarketSpec spec = spec(HOUR, false);
    Exchange exchange = new Exchange().exclusive(spec, spec).quietly();
    for (long market = 1; market <= 2; market++) {
      exchange.state(market, MarketState.CLOSED);
    }
    exchange.propose(1, 10_000).confirm(1).quietly();
    exchange.propose(2, 10_000).refused(Reason.RESOLUTIONS_CONFLICT);
    exchange.challenge(1, "the other one won").quietly();
    exchange.propose(2, 10_000).says("market 2 proposed 10000");
  }

  @Test
  void windowsLongerThanAYearAreRefused() {
    Exchange exchange = new Exchange();
    exchange.create(spec(MarketRules.CHALLENGE_MS_MAX + 1, false)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(-1, false)).refused(Reason.INVALID_COMMAND);
  }

  /** Ann has a YES at 60 cents, Bob the NO at 40, and the market is closed. */
  private static Exchange closed(long challengeMs, boolean fourEyes) {
    Exchange exchange = Exchange.with(spec(challengeMs, fourEyes));
    exchange.buy(ANN, YES, 1, 60).buy(BOB, NO, 1, 40).state(1, MarketState.CLOSED);
    return exchange.quietly();
  }

  private static MarketSpec spec(long challengeMs, boolean fourEyes) {
    return new MarketSpec(
        "Rain?",
        10_000,
        100,
        100,
        MarketMode.BOOK,
        0,
        FeeKind.NONE,
        0,
        0,
        new MarketRules(MarketKind.BINARY, List.of(), 0, challengeMs, fourEyes));
  }
}
