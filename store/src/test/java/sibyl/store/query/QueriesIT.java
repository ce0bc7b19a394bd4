package sibyl.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.store.Database;
import sibyl.store.JournalScript;
import sibyl.store.Scripts;
import sibyl.store.TestServer;
import sibyl.store.projection.Projection;

/** Reading back what was written. */
@Timeout(120)
class QueriesIT {
  private static final int BUSY_TRADES = 95;

  private static Database story;
  private static Database busy;

  @BeforeAll
  static void project() throws Exception {
    story = projected(Scripts.oneMarketFromCreationToSettlement());
    busy = projected(Scripts.busy(BUSY_TRADES));
  }

  @AfterAll
  static void close() {
    story.close();
    busy.close();
  }

  @Test
  void theStartingStateIsWhatIsAlive() {
    StartingState state = StartingState.load(story, 0);
    assertThat(state.seq()).isEqualTo(Scripts.oneMarketFromCreationToSettlement().lastSeq());
    assertThat(state.accounts()).extracting(AccountRecord::account).containsExactly(16L, 17L);
    assertThat(state.markets()).extracting(MarketRecord::market).containsExactly(2L);
    assertThat(state.markets().getFirst().spec().payout()).isEqualTo(JournalScript.PAYOUT);
    assertThat(state.events()).extracting(EventRecord::event).containsExactly(1L);
    assertThat(state.openOrders()).extracting(OrderRecord::order).containsExactly(5L);
    assertThat(state.openOrders().getFirst().remaining()).isEqualTo(60);
    assertThat(state.balances())
        .contains(
            new BalanceRecord(Scripts.ANN, Asset.CASH, 101_098_695, 0),
            new BalanceRecord(Scripts.ANN, Asset.of(2, Outcome.YES), 100, 0));
    assertThat(state.positions())
        .extracting(PositionRecord::account, PositionRecord::market)
        .containsExactly(tuple(Scripts.ANN, 2L), tuple(Scripts.BOB, 2L));
  }

  @Test
  void settledMarketsCanBeAskedForToo() {
    StartingState state = StartingState.load(story, 5);
    assertThat(state.markets()).extracting(MarketRecord::market).containsExactly(1L, 2L);
    assertThat(state.markets().getFirst().state()).isEqualTo(MarketState.SETTLED);
    assertThat(state.markets().getFirst().resolvedFraction()).isEqualTo(10_000);
    assertThat(state.markets().getFirst().openedMs()).isNotNull();
  }

  @Test
  void anOrderIsFoundByEitherIdAndOnlyByItsOwner() {
    OrderHistory orders = new OrderHistory(story);
    OrderRecord order = orders.byId(Scripts.ANN, 1).orElseThrow();
    assertThat(order.message()).isEqualTo("good luck ✓");
    assertThat(order.closeReason()).isEqualTo(CloseReason.CANCELED);
    assertThat(orders.byClientId(Scripts.ANN, "ann-1")).contains(order);
    assertThat(orders.byId(Scripts.BOB, 1)).isEmpty();
    assertThat(orders.byClientId(Scripts.BOB, "ann-1")).isEmpty();
  }

  @Test
  void ordersAreFilteredByStatusAndMarket() {
    OrderHistory orders = new OrderHistory(story);
    assertThat(ids(orders, Scripts.ANN, OrderFilter.ALL)).containsExactly(4L, 3L, 1L);
    assertThat(ids(orders, Scripts.ANN, new OrderFilter(1L, null))).containsExactly(1L);
    assertThat(ids(orders, Scripts.ANN, new OrderFilter(null, OrderFilter.Status.CANCELED)))
        .containsExactly(1L);
    assertThat(ids(orders, Scripts.ANN, new OrderFilter(2L, OrderFilter.Status.FILLED)))
        .containsExactly(4L, 3L);
    assertThat(ids(orders, Scripts.BOB, new OrderFilter(null, OrderFilter.Status.RESTING)))
        .containsExactly(5L);
    assertThat(ids(orders, Scripts.BOB, new OrderFilter(null, OrderFilter.Status.OPEN))).isEmpty();
    assertThat(ids(orders, Scripts.BOB, new OrderFilter(null, OrderFilter.Status.PARTIALLY_FILLED)))
        .containsExactly(5L);
  }

  @Test
  void aFillCarriesTheMessageOfTheOtherSideOnly() {
    FillHistory fills = new FillHistory(story);
    assertThat(fills.ofAccount(Scripts.BOB, 1L, Page.NEWEST, 10).items())
        .singleElement()
        .satisfies(
            fill -> {
              assertThat(fill.counterpartyMessage()).isEqualTo("good luck ✓");
              assertThat(fill.price()).isEqualTo(4_000);
              assertThat(fill.maker()).isFalse();
            });
    assertThat(fills.ofAccount(Scripts.ANN, 1L, Page.NEWEST, 10).items())
        .singleElement()
        .satisfies(fill -> assertThat(fill.counterpartyMessage()).isNull());
    assertThat(fills.ofOrder(Scripts.ANN, 1)).hasSize(1);
    assertThat(fills.ofOrder(Scripts.BOB, 1)).isEmpty();
  }

  @Test
  void pagesAddUpToTheWholeWithoutOverlap() {
    FillHistory fills = new FillHistory(busy);
    List<Long> trades = new ArrayList<>();
    Long before = Page.NEWEST;
    int pages = 0;
    while (before != null) {
      Page<FillRecord> page = fills.ofAccount(Scripts.BOB, null, before, 10);
      page.items().forEach(fill -> trades.add(fill.trade()));
      before = page.next();
      pages++;
    }
    assertThat(pages).isEqualTo(10);
    assertThat(trades).hasSize(BUSY_TRADES).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    TradeHistory history = new TradeHistory(busy);
    Page<TradeRecord> newest = history.ofMarket(1, Page.NEWEST, 55);
    Page<TradeRecord> rest = history.ofMarket(1, Objects.requireNonNull(newest.next()), 40);
    assertThat(newest.items()).extracting(TradeRecord::trade).startsWith(95L).endsWith(41L);
    assertThat(rest.items()).extracting(TradeRecord::trade).startsWith(40L).endsWith(1L);
    assertThat(rest.next()).as("exactly the rest is no reason for another page").isNull();
  }

  @Test
  void theLedgerAndTheSettlementsOfAnAccount() {
    LedgerHistory ledger = new LedgerHistory(story);
    assertThat(ledger.ofAccount(Scripts.BOB, Asset.CASH, Page.NEWEST, 10).items())
        .extracting(LedgerRecord::amount, LedgerRecord::reason)
        .containsExactly(
            tuple(-1_600_000L, PostingReason.TRADE), tuple(100_000_000L, PostingReason.TRANSFER));
    assertThat(new SettlementHistory(story).ofAccount(Scripts.ANN, Page.NEWEST, 10).items())
        .singleElement()
        .satisfies(
            settlement -> {
              assertThat(settlement.yesPaid()).isEqualTo(4_000_000);
              assertThat(settlement.yesCost()).isEqualTo(2_400_000);
              assertThat(settlement.resolvedFraction()).isEqualTo(10_000);
            });
  }

  @Test
  void theCatalogRemembersWhatIsOver() {
    Catalog catalog = new Catalog(story);
    assertThat(catalog.market(1).orElseThrow().state()).isEqualTo(MarketState.SETTLED);
    assertThat(catalog.market(9)).isEmpty();
    assertThat(catalog.marketsOf(1)).hasSize(2);
    assertThat(catalog.event(1).orElseThrow().category()).isEqualTo("sport");
    assertThat(catalog.events(Page.NEWEST, 10).items()).hasSize(1);
  }

  @Test
  void aPageHasABound() {
    assertThatThrownBy(() -> new TradeHistory(busy).ofMarket(1, Page.NEWEST, Page.LIMIT_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TradeHistory(busy).ofMarket(1, Page.NEWEST, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Long> ids(OrderHistory orders, long account, OrderFilter filter) {
    return orders.ofAccount(account, filter, Page.NEWEST, 10).items().stream()
        .map(OrderRecord::order)
        .toList();
  }

  private static Database projected(JournalScript script) throws Exception {
    Database database = Database.open(TestServer.emptyDatabase(), 4);
    try (Projection projection = Projection.start(database)) {
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), Duration.ofSeconds(30))).isTrue();
    }
    return database;
  }
}
