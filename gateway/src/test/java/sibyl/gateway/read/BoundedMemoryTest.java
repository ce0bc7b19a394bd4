package sibyl.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/** The read model keeps the latest of everything, says when there was more, and loses no level. */
class BoundedMemoryTest {
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final long BOB = ADA + 1;
  private static final long MARKET = 1;
  private static final int KEPT = 3;

  private final ReadModel model =
      new ReadModel(new ReadLimits(KEPT, KEPT, KEPT, KEPT, KEPT, KEPT, KEPT), 1);
  private final Engine engine = new Engine(Limits.defaults(), model.events());
  private final CommandHeader header = new CommandHeader();

  @BeforeEach
  void openMarket() {
    for (long account : List.of(ADA, BOB)) {
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header,
          new Transfer(
              1, account, Accounts.EXTERNAL, account, 1_000_000_000L, TransferKind.DEPOSIT));
    }
    MarketSpec spec = new MarketSpec("m", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    engine.createEvent(header, new CreateEvent("e", "", "", "", "", 0, false, List.of(spec)));
    engine.changeMarketState(header, new ChangeMarketState(MARKET, MarketState.OPEN));
  }

  @Test
  void theLatestStayAndPagesSayWhatIsMissing() {
    for (int i = 0; i < 5; i++) {
      place(ADA, Outcome.YES, 5_000, "ada-" + i);
      place(BOB, Outcome.NO, 5_000, "bob-" + i);
    }
    Remembered<OrderView> all = orders(Long.MAX_VALUE, 10);
    assertThat(all.items())
        .extracting(OrderView::clientOrderId)
        .containsExactly("ada-4", "ada-3", "ada-2");
    assertThat(all.isComplete()).isFalse();
    assertThat(orders(Long.MAX_VALUE, KEPT).isComplete()).isTrue();
    Remembered<OrderView> rest = orders(all.items().getLast().placedSeq(), 10);
    assertThat(rest.items()).isEmpty();
    assertThat(rest.isComplete()).isFalse();

    assertThat(byClientId("ada-4")).isNotNull();
    assertThat(byClientId("ada-0")).isNull();
    assertThat(model.read(state -> state.ordersForgottenThrough(ADA)).value()).isPositive();
    assertThat(
            model.read(state -> state.fills(ADA, any -> true, Long.MAX_VALUE, 10)).value().items())
        .hasSize(KEPT);
    Remembered<TradeView> trades =
        model.read(state -> state.trades(MARKET, Long.MAX_VALUE, 10)).value();
    assertThat(trades.items()).extracting(TradeView::trade).containsExactly(5L, 4L, 3L);
    assertThat(trades.isComplete()).isFalse();
    // What is held is not history: it stays whole.
    assertThat(
            model.read(state -> state.position(ADA, MARKET, Outcome.YES)).value().cost().quantity())
        .isEqualTo(500);
  }

  @Test
  void oneCommandThatClosesMoreOrdersThanAreKeptEmptiesTheBook() {
    for (int i = 1; i <= 10; i++) {
      place(ADA, Outcome.YES, 100 * i, "ada-" + i);
    }
    assertThat(book().bids()).hasSize(10);
    engine.changeMarketState(header, new ChangeMarketState(MARKET, MarketState.CLOSED));
    while (engine.nextTimerMs() != Long.MAX_VALUE) {
      engine.onTimer(engine.nextTimerMs());
    }
    assertThat(book().bids()).isEmpty();
    assertThat(model.read(state -> state.holding(ADA, 0)).value().held()).isZero();
    assertThat(orders(Long.MAX_VALUE, 100).items()).hasSize(KEPT);
  }

  @Test
  void everyReaderSeesWholeCommandsOnly() {
    List<Long> seen = new ArrayList<>();
    model.onApplied(applied -> seen.add(model.read(ExchangeState::seq).asOfSeq()));
    place(ADA, Outcome.YES, 5_000, "a");
    place(BOB, Outcome.NO, 5_000, "b");
    assertThat(seen).hasSize(2).isSorted();
    assertThat(seen.getLast()).isEqualTo(engine.lastSeq());
  }

  private Remembered<OrderView> orders(long beforeSeq, int limit) {
    return model.read(state -> state.orders(ADA, any -> true, false, beforeSeq, limit)).value();
  }

  private OrderView byClientId(String id) {
    return model.read(state -> state.orderByClientId(ADA, id)).value();
  }

  private BookView book() {
    return model.read(state -> state.book(MARKET, Outcome.YES, 100)).value();
  }

  private void place(long account, Outcome outcome, int price, String clientOrderId) {
    PlaceOrder order = new PlaceOrder();
    order.account = account;
    order.market = MARKET;
    order.outcome = outcome;
    order.price = price;
    order.quantity = 100;
    order.clientKeyHigh = clientOrderId.hashCode();
    order.clientKeyLow = 1;
    order.clientOrderId.set(clientOrderId);
    engine.placeOrder(header, order);
  }
}
