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
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.TickBand;
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
  private static Database rest;

  @BeforeAll
  static void project() throws Exception {
    story = projected(Scripts.oneMarketFromCreationToSettlement());
    busy = projected(Scripts.busy(BUSY_TRADES));
    rest = projected(Scripts.everythingElse());
  }

  @AfterAll
  static void close() {
    story.close();
    busy.close();
    rest.close();
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
  void theStartingStateHasTheSwitchesTheGroupsAndTheRecipes() {
    StartingState state = StartingState.load(rest, 0);
    assertThat(state.exchange()).isEqualTo(ExchangeState.OPEN);
    assertThat(StartingState.load(story, 0).exchange()).isEqualTo(ExchangeState.OPEN);
    assertThat(state.accounts())
        .containsExactly(
            new AccountRecord(Scripts.ANN, false, false),
            new AccountRecord(Scripts.BOB, false, true));
    assertThat(state.orderGroups())
        .containsExactly(new OrderGroupRecord(1, Scripts.ANN, 1_000, 60_000, GroupState.TRIGGERED));
    assertThat(state.producers())
        .containsExactly(new ProducerRecord(Scripts.ANN, 3), new ProducerRecord(Scripts.BOB, 3));
    assertThat(state.recipes()).containsExactly(new SetRecipe(3, List.of(new Ingredient(4, 150))));
    assertThat(state.markets().getLast().spec().rules().bands())
        .containsExactly(new TickBand(100, 1), new TickBand(1_000, 10));
    assertThat(state.markets().getFirst().closeAtMs()).isEqualTo(9_500);
    assertThat(state.markets().get(1).finalAtMs()).isZero();
  }

  @Test
  void aBasketIsFoundWithItsOrdersAndOnlyByItsOwner() {
    BasketHistory baskets = new BasketHistory(rest);
    BasketRecord basket = baskets.byId(Scripts.ANN, 7).orElseThrow();
    assertThat(basket.clientOrderId()).isEqualTo("both");
    assertThat(basket.orders()).extracting(OrderRecord::order).containsExactly(3L, 4L);
    assertThat(baskets.byId(Scripts.BOB, 7)).isEmpty();
  }

  @Test
  void theInventoryOfAnAccountSaysWhyItChanged() {
    HoldingHistory holdings = new HoldingHistory(rest);
    assertThat(holdings.ofAccount(Scripts.ANN, 4L, Page.NEWEST, 10).items())
        .extracting(HoldingChangeRecord::quantity, HoldingChangeRecord::reason)
        .containsExactly(
            tuple(-300L, HoldingReason.CONSUMPTION), tuple(500L, HoldingReason.INITIAL));
    assertThat(holdings.ofAccount(Scripts.ANN, null, Page.NEWEST, 2).next()).isNotNull();
    assertThat(holdings.ofAccount(Scripts.BOB, null, Page.NEWEST, 10).items()).isEmpty();
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
