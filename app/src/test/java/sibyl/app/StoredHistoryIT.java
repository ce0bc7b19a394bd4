package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.engine.Accounts;
import sibyl.engine.BatchMode;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.gateway.read.BasketSummary;
import sibyl.gateway.read.BasketView;
import sibyl.gateway.read.Candle;
import sibyl.gateway.read.CandleInterval;
import sibyl.gateway.read.InventoryEntry;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadLimits;
import sibyl.gateway.read.ReadModel;
import sibyl.protocol.derive.OrderFigures;
import sibyl.simulation.check.EventTee;
import sibyl.store.Database;
import sibyl.store.TestServer;
import sibyl.store.projection.Projection;

/** What the tables tell is what a memory without bounds would tell. */
@Timeout(180)
class StoredHistoryIT {
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final long BOB = ADA + 1;
  private static final long BINARY = 1;
  private static final long OTHER = 2;
  private static final long BREAD = 3;
  private static final long FLOUR = 4;
  private static final int ALL = 100_000;
  private static final int TRADES = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReadModel memory =
      new ReadModel(new ReadLimits(ALL, ALL, ALL, ALL, ALL, ALL, ALL), 1);
  private final CommandHeader header = new CommandHeader();
  private final Random random = new Random(20261121);
  private Database database;
  private Projection projection;
  private Engine engine;
  private StoredHistory stored;

  @BeforeEach
  void tradeForSomeWeeks() throws Exception {
    database = Database.open(TestServer.emptyDatabase(), 4);
    projection = Projection.start(database);
    engine = new Engine(Limits.defaults(), new EventTee(memory.events(), projection));
    stored = new StoredHistory(database);
    header.set(1_700_000_000_123L, 1, 1, 0);
    open();
    for (int i = 0; i < TRADES; i++) {
      later();
      trade();
    }
    basket();
    changeOrders();
    settleBread();
    assertThat(projection.awaitPosition(engine.lastSeq(), PATIENCE)).isTrue();
  }

  @AfterEach
  void close() {
    projection.close();
    database.close();
  }

  @Test
  void candlesOfEveryInterval() {
    for (CandleInterval interval : CandleInterval.values()) {
      for (long market : List.of(BINARY, BREAD)) {
        List<Candle> whole =
            Objects.requireNonNull(
                    memory
                        .read(state -> state.candles(market, interval, Long.MAX_VALUE, ALL))
                        .value())
                .items();
        assertThat(whole).hasSizeGreaterThan(5);
        for (int limit : new int[] {1, 7, 500}) {
          List<Candle> walked = new ArrayList<>();
          long before = Long.MAX_VALUE;
          for (List<Candle> page = stored.candles(market, interval, before, limit);
              !page.isEmpty();
              page = stored.candles(market, interval, before, limit)) {
            walked.addAll(page);
            before = page.getLast().startMs();
          }
          assertThat(walked).as(interval.label() + " by " + limit).isEqualTo(whole);
        }
        Candle middle = whole.get(whole.size() / 2);
        assertThat(stored.candles(market, interval, middle.startMs() + 1, 1))
            .as("a candle that began before is told whole")
            .containsExactly(middle);
      }
    }
    assertThat(stored.candles(99, CandleInterval.DAY, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void theInventoryWithEveryReason() {
    List<InventoryEntry> whole = inventory(ADA);
    assertThat(whole).extracting(InventoryEntry::reason).contains(HoldingReason.CONSUMPTION);
    for (long account : List.of(ADA, BOB)) {
      assertThat(stored.inventory(account, null, Long.MAX_VALUE, 500))
          .isEqualTo(inventory(account));
      long middle = inventory(account).get(inventory(account).size() / 2).seq();
      assertThat(stored.inventory(account, BREAD, middle, 5))
          .isEqualTo(
              inventory(account).stream()
                  .filter(moved -> moved.market() == BREAD && moved.seq() < middle)
                  .limit(5)
                  .toList());
    }
  }

  @Test
  void aBasketWithItsLegsAndTheirFills() {
    BasketView basket = memory.read(state -> state.basket(ADA, 1)).value();
    assertThat(basket).isNotNull();
    assertThat(basket.legs()).hasSize(2);
    assertThat(stored.basket(ADA, 1)).contains(basket);
    assertThat(stored.basket(BOB, 1)).isEmpty();
    assertThat(stored.basket(ADA, 2)).isEmpty();
    assertThat(stored.basketByClientId(ADA, "both")).contains(basket);
    assertThat(stored.basketByClientId(BOB, "both")).isEmpty();
    assertThat(stored.basketByClientId(ADA, "other")).isEmpty();
    List<BasketSummary> listed =
        memory.read(state -> state.baskets(ADA, Long.MAX_VALUE, 10)).value().items();
    assertThat(listed).hasSize(1);
    assertThat(stored.baskets(ADA, Long.MAX_VALUE, 10)).isEqualTo(listed);
    assertThat(stored.baskets(ADA, listed.getFirst().placedSeq(), 10)).isEmpty();
    assertThat(stored.baskets(BOB, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void everyOrderWithItsFigures() {
    for (long account : List.of(ADA, BOB)) {
      List<OrderView> whole =
          memory
              .read(state -> state.orders(account, any -> true, false, Long.MAX_VALUE, ALL))
              .value()
              .items();
      assertThat(whole).hasSizeGreaterThan(200);
      assertThat(stored.orders(account, null, null, Long.MAX_VALUE, 500))
          .isEqualTo(whole.subList(0, Math.min(500, whole.size())));
      for (OrderView order : whole) {
        assertThat(stored.order(account, order.order())).contains(order);
        OrderFigures figures = order.figures();
        assertThat(figures.filled() + figures.remaining() + figures.canceled())
            .isEqualTo(figures.quantity());
        assertThat(order.status() == OrderStatus.FILLED)
            .isEqualTo(figures.filled() == figures.quantity() && figures.reduced() == 0);
      }
    }
    assertThat(stored.orders(ADA, OrderStatus.CANCELED, null, Long.MAX_VALUE, 500))
        .extracting(order -> order.figures().reducedReason())
        .contains(ReduceReason.SELF_TRADE_PREVENTION);
  }

  private List<InventoryEntry> inventory(long account) {
    return memory
        .read(state -> state.inventory(account, any -> true, Long.MAX_VALUE, ALL))
        .value()
        .items();
  }

  private void open() {
    for (long account : List.of(ADA, BOB)) {
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header,
          new Transfer(
              1, account, Accounts.EXTERNAL, account, 9_000_000_000L, TransferKind.DEPOSIT));
    }
    MarketRules good = new MarketRules(MarketKind.ASSET, List.of(), 0, 0, false);
    engine.createEvent(
        header,
        new CreateEvent(
            "e",
            "",
            "",
            "",
            "",
            0,
            false,
            List.of(
                spec("one", MarketRules.PLAIN),
                spec("two", MarketRules.PLAIN),
                spec("bread", good),
                spec("flour", good))));
    for (long market : List.of(BINARY, OTHER, BREAD, FLOUR)) {
      engine.changeMarketState(header, new ChangeMarketState(market, MarketState.OPEN));
    }
    for (long account : List.of(ADA, BOB)) {
      for (long market : List.of(BREAD, FLOUR)) {
        engine.adjustInventory(
            header, new AdjustInventory(account, market, 90_000, HoldingReason.INITIAL));
      }
    }
    engine.setRecipe(header, new SetRecipe(BREAD, List.of(new Ingredient(FLOUR, 200))));
    engine.authoriseProducer(header, new AuthoriseProducer(ADA, BREAD, true));
    engine.produce(header, new Produce(ADA, BREAD, 1_000));
  }

  private static MarketSpec spec(String title, MarketRules rules) {
    return new MarketSpec(
        title, 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.FLAT, 100, 50, rules);
  }

  /** Mostly a moment, sometimes a night, now and then a long silence. */
  private void later() {
    int kind = random.nextInt(20);
    header.timeMs +=
        kind == 0
            ? random.nextLong(Duration.ofDays(3).toMillis())
            : kind < 4 ? random.nextLong(Duration.ofHours(5).toMillis()) : random.nextInt(40_000);
  }

  private void trade() {
    long quantity = 100L * (1 + random.nextInt(5));
    int price = 100 * (20 + random.nextInt(60));
    if (random.nextBoolean()) {
      place(BOB, BINARY, Side.BUY, Outcome.NO, 10_000 - price, quantity);
      place(ADA, BINARY, Side.BUY, Outcome.YES, price, quantity);
    } else {
      place(BOB, BREAD, Side.SELL, Outcome.YES, price, quantity);
      place(ADA, BREAD, Side.BUY, Outcome.YES, price, quantity);
    }
  }

  private void basket() {
    place(BOB, BINARY, Side.BUY, Outcome.NO, 4_000, 500);
    place(BOB, OTHER, Side.BUY, Outcome.YES, 7_000, 300);
    place(BOB, OTHER, Side.BUY, Outcome.YES, 7_100, 200);
    PlaceOrders basket = new PlaceOrders();
    basket.account = ADA;
    basket.mode = BatchMode.BASKET;
    basket.clientKeyHigh = 1;
    basket.clientKeyLow = 2;
    basket.clientOrderId.set("both");
    write(basket.add(), ADA, BINARY, Side.BUY, Outcome.YES, 6_000, 500);
    write(basket.add(), ADA, OTHER, Side.BUY, Outcome.NO, 3_000, 500);
    basket.get(0).timeInForce = TimeInForce.FOK;
    basket.get(1).timeInForce = TimeInForce.FOK;
    engine.placeOrders(header, basket);
  }

  /** Amendments, orders of one's own that meet, and sales of more than there is. */
  private void changeOrders() {
    AmendOrder amend = new AmendOrder();
    for (int i = 0; i < TRADES / 4; i++) {
      header.timeMs += 1_000;
      PlaceOrder order = new PlaceOrder();
      int price = 100 * (30 + random.nextInt(40));
      boolean sells = random.nextInt(3) == 0;
      write(
          order,
          random.nextInt(4) == 0 ? BOB : ADA,
          OTHER,
          sells ? Side.SELL : Side.BUY,
          random.nextBoolean() ? Outcome.YES : Outcome.NO,
          price,
          100L * (1 + random.nextInt(8)));
      order.reduceOnly = sells;
      order.selfTradePrevention = SelfTradePrevention.DECREMENT;
      engine.placeOrder(header, order);
      amend.account = ADA;
      amend.order = 0;
      int chosen = random.nextInt(6);
      int[] seen = {0};
      engine.forEachOpenOrder(
          (id, account, market, side, outcome, own, quantity, remaining) -> {
            if (account == ADA && market == OTHER && seen[0]++ <= chosen) {
              amend.order = id;
            }
          });
      boolean priceOnly = random.nextBoolean();
      amend.price = priceOnly || random.nextBoolean() ? price : AmendOrder.SAME_PRICE;
      amend.quantity = priceOnly ? AmendOrder.SAME_QUANTITY : 100L * (1 + random.nextInt(9));
      engine.amendOrder(header, amend);
    }
  }

  private void settleBread() {
    engine.changeMarketState(header, new ChangeMarketState(BREAD, MarketState.CLOSED));
    engine.proposeResolution(header, new ProposeResolution(BREAD, 3_000, "as it was"));
    engine.confirmResolution(header, new ConfirmResolution(BREAD));
    engine.settleMarket(header, new SettleMarket(BREAD));
    while (engine.nextTimerMs() <= header.timeMs) {
      engine.onTimer(header.timeMs);
    }
  }

  private void place(
      long account, long market, Side side, Outcome outcome, int price, long quantity) {
    PlaceOrder order = new PlaceOrder();
    write(order, account, market, side, outcome, price, quantity);
    engine.placeOrder(header, order);
  }

  private static void write(
      PlaceOrder order,
      long account,
      long market,
      Side side,
      Outcome outcome,
      int price,
      long quantity) {
    order.account = account;
    order.market = market;
    order.side = side;
    order.outcome = outcome;
    order.price = price;
    order.quantity = quantity;
  }
}
