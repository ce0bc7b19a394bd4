package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Quote;
import sibyl.engine.limits.Limits;

/** A quote says to the last millionth what the order would do, and does nothing. */
class QuoteTest {
  @Test
  void limitOrderIsQuotedWithWhatFillsAndWhatRests() {
    Exchange exchange = Exchange.withBook().buy(BOB, NO, 5, 40).buy(BOB, NO, 5, 38).quietly();
    final long before = exchange.engine.stateHash();
    exchange.quote(exchange.limit(ANN, Side.BUY, YES, 12, 62)).says("quoted");
    Quote quote = exchange.recorder.quote();
    assertThat(quote.refusal).isNull();
    assertThat(quote.filled).isEqualTo(10 * CONTRACT);
    assertThat(quote.cost).isEqualTo((5 * 60 + 5 * 62) * CENT);
    assertThat(quote.worstPrice).isEqualTo(6_200);
    assertThat(quote.resting).isEqualTo(2 * CONTRACT);
    assertThat(quote.hold).isEqualTo(2 * 62 * CENT);
    assertThat(quote.payoutIfRight).isEqualTo(10_00 * CENT);
    assertThat(quote.yesPriceBefore).isEqualTo(6_000);
    assertThat(quote.yesPriceAfter).isZero();
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }

  @Test
  void quoteOfAnOrderThatIsNotCoveredSaysSoAndStillGivesTheFigures() {
    Exchange exchange = Exchange.withBook().person(30, 1_00).buy(BOB, NO, 5, 40).quietly();
    exchange.quote(exchange.market(30, Side.BUY, YES, 5));
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.INSUFFICIENT_BALANCE);
    assertThat(exchange.recorder.quote().cost).isEqualTo(3_00 * CENT);
  }

  @Test
  void guestsAreQuotedWithoutAnAccountButPlaceNothing() {
    Exchange exchange = Exchange.withBook().buy(BOB, NO, 5, 40).buy(BOB, NO, 5, 38).quietly();
    exchange.quote(exchange.limit(0, Side.BUY, YES, 12, 62)).says("quoted");
    Quote quote = exchange.recorder.quote();
    assertThat(quote.refusal).isNull();
    assertThat(quote.cost).isEqualTo((5 * 60 + 5 * 62) * CENT);
    assertThat(quote.resting).isEqualTo(2 * CONTRACT);
    exchange.quote(exchange.market(0, Side.SELL, NO, 5));
    assertThat(exchange.recorder.quote().refusal).isNull();
    exchange.quote(exchange.market(0, Side.SELL, YES, 5_000));
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.NO_LIQUIDITY);
    PlaceOrder reducing = exchange.limit(0, Side.SELL, YES, 5, 40);
    reducing.reduceOnly = true;
    exchange.quote(reducing);
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.NOTHING_TO_REDUCE);
    exchange.quietly().place(exchange.limit(0, Side.BUY, YES, 1, 62));
    assertThat(exchange.recorder.rejection().reason).isEqualTo(Reason.UNKNOWN_ACCOUNT);
  }

  @Test
  void quoteForAnUnknownMarketSaysSo() {
    Exchange exchange = Exchange.withBook();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.market = 77;
    exchange.quote(order).says("quoted");
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.UNKNOWN_MARKET);
    assertThat(exchange.recorder.quote().filled).isZero();
  }

  @Test
  void makersPriceImpactIsQuoted() {
    Exchange exchange = Exchange.with(Exchange.lmsr(100)).quietly();
    exchange.quote(exchange.market(CAT, Side.BUY, NO, 50));
    Quote quote = exchange.recorder.quote();
    assertThat(quote.cost).isEqualTo(28_092_981);
    assertThat(quote.yesPriceBefore).isEqualTo(5_000);
    assertThat(quote.yesPriceAfter).isEqualTo(3_775);
    assertThat(quote.worstPrice).isEqualTo(5_619);
  }

  /** Every random order is quoted first; what is then done must be what was said. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void whatIsQuotedIsWhatHappens(long seed) {
    Recorder recorder = new Recorder();
    Engine engine = new Engine(Limits.defaults(), recorder);
    RandomCommands commands = new RandomCommands(seed).quotingFirst();
    int compared = 0;
    for (int n = 0; n < 4_000; n++) {
      commands.next(engine);
      List<String> lines = recorder.take();
      if (lines.size() < 2 || !lines.getFirst().equals("quoted") || lines.get(1).equals("quoted")) {
        continue;
      }
      if (commands.amended() != 0) {
        continue;
      }
      compared++;
      Quote quote = recorder.quote();
      if (lines.get(1).startsWith("rejected")) {
        assertThat(lines.get(1)).isEqualTo("rejected " + quote.refusal);
      } else {
        commands.sawOrder(recorder.lastOrder(), recorder.lastOwner());
        assertThat(quote.refusal).isNull();
        assertThat(recorder.takerFilled()).isEqualTo(quote.filled);
        assertThat(recorder.takerCost()).isEqualTo(quote.cost);
        assertThat(recorder.takerFee()).isEqualTo(quote.fee);
        boolean rests = lines.getLast().endsWith("HOLD");
        assertThat(rests).isEqualTo(quote.resting > 0);
      }
    }
    assertThat(compared).isGreaterThan(2_000);
  }

  /** Likewise every random amendment, of orders that have traded and been charged before, too. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void whatIsQuotedOfAnAmendmentIsWhatHappens(long seed) {
    Recorder recorder = new Recorder();
    Engine engine = new Engine(Limits.defaults(), recorder);
    RandomCommands commands = new RandomCommands(seed).quotingFirst();
    int moved = 0;
    int traded = 0;
    int stayed = 0;
    long seen = 0;
    for (int n = 0; n < 60_000; n++) {
      commands.next(engine);
      List<String> lines = recorder.take();
      if (recorder.lastOrder() != seen) {
        seen = recorder.lastOrder();
        commands.sawOrder(seen, recorder.lastOwner());
      }
      if (commands.amended() == 0) {
        continue;
      }
      Quote quote = recorder.quote();
      if (!lines.getFirst().equals("quoted")) {
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("rejected"));
        assertThat(lines.getFirst()).isEqualTo("rejected UNKNOWN_ORDER");
      } else if (lines.get(1).startsWith("rejected")) {
        assertThat(lines.get(1)).isEqualTo("rejected " + quote.refusal);
      } else {
        assertThat(quote.refusal).isNull();
        assertThat(lines.get(1).contains("in place")).isEqualTo(quote.keepsPriority);
        assertThat(recorder.takerFilled()).isEqualTo(quote.filled);
        assertThat(recorder.takerCost()).isEqualTo(quote.cost);
        assertThat(recorder.takerFee()).isEqualTo(quote.fee);
        final long quotedHold = quote.hold;
        final long quotedRest = quote.resting;
        moved += quote.keepsPriority ? 0 : 1;
        stayed += quote.keepsPriority ? 1 : 0;
        traded += quote.filled > 0 ? 1 : 0;
        AmendOrder same = asItIs(engine, commands.amended());
        assertThat(same.quantity != 0).isEqualTo(quotedRest > 0);
        if (same.quantity != 0) {
          final long before = engine.stateHash();
          engine.quoteAmendment(new CommandHeader().set(commands.timeMs(), 1, n, 0), same);
          assertThat(recorder.quote().keepsPriority).isTrue();
          assertThat(recorder.quote().resting).isEqualTo(quotedRest);
          assertThat(recorder.quote().hold).isEqualTo(quotedHold);
          assertThat(engine.stateHash()).isEqualTo(before);
          recorder.take();
        }
      }
    }
    assertThat(List.of(moved, stayed, traded)).allSatisfy(each -> assertThat(each).isPositive());
  }

  /** An amendment to what an order is; to nothing if it is not open. */
  private static AmendOrder asItIs(Engine engine, long wanted) {
    AmendOrder same = new AmendOrder();
    same.order = wanted;
    same.quantity = 0;
    engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) -> {
          if (order == wanted) {
            same.account = account;
            same.price = price;
            same.quantity = quantity;
          }
        });
    return same;
  }

  @Test
  void anAmendmentIsQuotedWithWhatItWouldTradeAndWhetherItKeepsItsPlace() {
    Exchange exchange = Exchange.withBook().buy(ANN, YES, 10, 40);
    AmendOrder amend = new AmendOrder();
    amend.account = ANN;
    amend.order = exchange.lastOrder();
    exchange.buy(BOB, NO, 4, 50).quietly();
    amend.price = 5_500;
    amend.quantity = AmendOrder.SAME_QUANTITY;
    final long before = exchange.engine.stateHash();
    exchange.quote(amend).says("quoted");
    Quote quote = exchange.recorder.quote();
    assertThat(quote.refusal).isNull();
    assertThat(quote.keepsPriority).isFalse();
    assertThat(quote.filled).isEqualTo(4 * CONTRACT);
    assertThat(quote.cost).isEqualTo(4 * 50 * CENT);
    assertThat(quote.resting).isEqualTo(6 * CONTRACT);
    assertThat(quote.hold).isEqualTo(6 * 55 * CENT);
    amend.price = AmendOrder.SAME_PRICE;
    amend.quantity = 3 * CONTRACT;
    exchange.quote(amend).says("quoted");
    quote = exchange.recorder.quote();
    assertThat(quote.keepsPriority).isTrue();
    assertThat(quote.filled).isZero();
    assertThat(quote.hold).isEqualTo(3 * 40 * CENT);
    amend.quantity = 1_000 * CONTRACT;
    amend.price = 9_900;
    exchange.quote(amend).says("quoted");
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.INSUFFICIENT_BALANCE);
    amend.account = BOB;
    exchange.quote(amend).refused(Reason.UNKNOWN_ORDER);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }
}
