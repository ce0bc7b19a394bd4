package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.EditEvent;

/** Events that are edited, and events that are taken back. */
class EditedEventTest {
  private static EditEvent closing(long event, long closeAtMs) {
    return new EditEvent(
        event, null, null, null, null, null, null, closeAtMs, List.of(), "postponed");
  }

  private static EditEvent titled(long event, String title) {
    return new EditEvent(
        event, title, null, null, null, null, null, EditEvent.SAME_TIME, List.of(), "typo");
  }

  @Test
  void wordsAreToldAndNotKept() {
    Exchange exchange = Exchange.withBook();
    final long before = exchange.engine.stateHash();
    exchange.edit(titled(1, "Snow?")).says("event 1 edited");
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
    exchange.edit(titled(2, "Snow?")).refused(Reason.UNKNOWN_EVENT);
    exchange.edit(closing(1, EditEvent.SAME_TIME)).refused(Reason.INVALID_COMMAND);
    EditEvent strange =
        new EditEvent(
            1,
            null,
            null,
            null,
            null,
            null,
            null,
            EditEvent.SAME_TIME,
            List.of(new EditEvent.MarketTitle(2, "Hail")),
            "");
    exchange.edit(strange).refused(Reason.UNKNOWN_MARKET);
  }

  @Test
  void anotherEndIsKept() {
    Exchange exchange = Exchange.withBook().buy(ANN, YES, 5, 40).quietly();
    long soon = exchange.timeMs() + 1_000;
    exchange.schedule(1, 0, soon).quietly();
    exchange
        .edit(closing(1, soon + 5_000))
        .says("event 1 edited", "market 1 opens at 0, closes at " + (soon + 5_000));
    exchange.at(soon + 1).timers();
    assertThat(exchange.engine.market(1).state()).isEqualTo(MarketState.OPEN);
    exchange.edit(closing(1, soon)).refused(Reason.TOO_LATE);
    exchange.at(soon + 5_000).timers();
    assertThat(exchange.engine.market(1).state()).isEqualTo(MarketState.CLOSED);
    exchange.edit(closing(1, soon + 9_000)).refused(Reason.ILLEGAL_TRANSITION);
  }

  @Test
  void anUntouchedEventIsTakenBackWithItsOrdersAndItsMaker() {
    Exchange exchange = Exchange.with(Exchange.hybrid(100));
    exchange.buy(ANN, YES, 5, 40).buy(BOB, NO, 5, 40).quietly();
    exchange.delete(1).says("event 1 deleted: twice", "market 1 CLOSED");
    exchange.buy(ANN, YES, 5, 40).refused(Reason.MARKET_NOT_OPEN);
    exchange.propose(1, 10_000).refused(Reason.ILLEGAL_TRANSITION);
    exchange.delete(1).refused(Reason.UNKNOWN_EVENT);
    exchange.edit(titled(1, "Snow?")).refused(Reason.UNKNOWN_EVENT);
    exchange.quietly().timers();
    assertThat(exchange.engine.market(1)).isNull();
    assertThat(exchange.cash(ANN)).isEqualTo(100_00 * CENT);
    assertThat(exchange.heldCash(ANN)).isZero();
    assertThat(exchange.cash(BOB)).isEqualTo(100_00 * CENT);
    assertThat(exchange.cash(Accounts.HOUSE)).isZero();
    exchange.engine.checkInvariants();
  }

  @Test
  void anExclusiveEventIsTakenBackAsAWhole() {
    Exchange exchange = new Exchange().person(ANN, 100_00);
    exchange.exclusive(Exchange.hybrid(100), Exchange.hybrid(100), Exchange.hybrid(100));
    exchange.in(2).buy(ANN, YES, 5, 20).quietly();
    exchange.delete(1);
    exchange.quietly().timers();
    for (int market = 1; market <= 3; market++) {
      assertThat(exchange.engine.market(market)).isNull();
    }
    assertThat(exchange.cash(Accounts.HOUSE)).isZero();
    assertThat(exchange.cash(ANN)).isEqualTo(100_00 * CENT);
    exchange.engine.checkInvariants();
  }

  @Test
  void anEventWithTradesOrHoldersStays() {
    Exchange traded = Exchange.withBook().buy(ANN, YES, 5, 40).buy(BOB, NO, 5, 60).quietly();
    traded.sell(ANN, YES, 5, 40).buy(BOB, YES, 5, 40); // and nobody holds anything any more
    traded.quietly().delete(1).refused(Reason.EVENT_TRADED);
    Exchange held = Exchange.withBook().split(ANN, 1, 3).quietly();
    held.delete(1).refused(Reason.EVENT_TRADED);
    held.merge(ANN, 1, 3).quietly().delete(1);
    held.quietly().timers();
    assertThat(held.engine.market(1)).isNull();
    Exchange amm = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 5, 99).quietly();
    amm.sell(ANN, YES, 5, 1).quietly().delete(1).refused(Reason.EVENT_TRADED);
  }

  @Test
  void aDecidedEventStays() {
    Exchange exchange = Exchange.withBook().state(1, MarketState.CLOSED).quietly();
    exchange.propose(1, 10_000).confirm(1).quietly();
    exchange.delete(1).refused(Reason.ILLEGAL_TRANSITION);
  }
}
