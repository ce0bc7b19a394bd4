package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.gateway.read.ExchangeState;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.HistoryBehind;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.LedgerEntry;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadLimits;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.Remembered;
import sibyl.gateway.read.TradeView;
import sibyl.simulation.check.EventTee;
import sibyl.store.Database;
import sibyl.store.TestServer;
import sibyl.store.projection.Projection;

/**
 * Walks of lists that begin in a short memory and end in the tables, with pages of any size, while
 * orders are placed, filled, canceled and forgotten and the tables stand still for a while.
 */
@Timeout(300)
class ListsFromTablesIT {
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final long BOB = ADA + 1;
  private static final int ALL = 100_000;
  private static final int WALKS = 80;

  /** A long walk does not make the lists so much longer that it never ends. */
  private static final int HAPPENINGS_OF_A_WALK = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReadModel memory = new ReadModel(new ReadLimits(7, 9, 11, 8, 10, 10, 10), 1);
  private final ReadModel everything =
      new ReadModel(new ReadLimits(ALL, ALL, ALL, ALL, ALL, 1, 1), 1);
  private final CommandHeader header = new CommandHeader();
  private final Random random = new Random(20261128);
  private Database database;
  private Projection projection;
  private Engine engine;
  private StoredHistory impatient;
  private StoredHistory patient;
  private @Nullable Connection tablesHeld;
  private int behind;
  private int happenings;

  @BeforeEach
  void start() {
    database = Database.open(TestServer.emptyDatabase(), 8);
    projection = Projection.start(database);
    engine =
        new Engine(
            Limits.defaults(),
            new EventTee(everything.events(), new EventTee(memory.events(), projection)));
    impatient = new StoredHistory(database, Duration.ZERO);
    patient = new StoredHistory(database, PATIENCE);
    header.set(1_700_000_000_123L, 1, 1, 0);
    open();
    for (int i = 0; i < 60; i++) {
      something();
    }
  }

  @AfterEach
  void stop() throws SQLException {
    letTablesGo();
    projection.close();
    database.close();
  }

  @Test
  void everyWalkMeetsWhatWasThereAllTheTimeOnce() throws Exception {
    for (int i = 0; i < WALKS; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> walkOrders();
        case 2 -> walkFills();
        default -> {
          walk(
              "ledger",
              state -> state.ledger(ADA, Long.MAX_VALUE, ALL),
              LedgerEntry::seq,
              (state, before, limit) -> state.ledger(ADA, before, limit),
              (history, before, limit) -> history.ledger(ADA, before, limit));
          walk(
              "trades",
              state -> state.trades(1, Long.MAX_VALUE, ALL),
              TradeView::seq,
              (state, before, limit) -> state.trades(1, before, limit),
              (history, before, limit) -> history.trades(1, before, limit));
        }
      }
    }
    assertThat(behind).as("pages that had to wait for the tables").isPositive();
  }

  @Test
  void theLedgerFollowsFromRowToRowAndNamesItsOrders() throws Exception {
    for (int i = 0; i < 600; i++) {
      something();
    }
    assertThat(projection.awaitPosition(engine.lastSeq(), PATIENCE)).isTrue();
    for (long account : List.of(ADA, BOB)) {
      List<LedgerEntry> told =
          everything.read(state -> state.ledger(account, Long.MAX_VALUE, ALL)).value().items();
      List<LedgerEntry> stored = new ArrayList<>();
      long before = Long.MAX_VALUE;
      for (List<LedgerEntry> page = patient.ledger(account, before, 100);
          !page.isEmpty();
          page = patient.ledger(account, before, 100)) {
        stored.addAll(page);
        before = page.getLast().seq();
      }
      assertThat(stored).as("the tables tell what memory tells").isEqualTo(told);
      Map<Long, Holding> standing = new HashMap<>();
      Map<Long, Long> heldByOrder = new HashMap<>();
      for (LedgerEntry row : stored.reversed()) {
        Holding last = standing.getOrDefault(row.asset(), Holding.NONE);
        assertThat(last.free() + row.freeChange()).as(row.toString()).isEqualTo(row.free());
        assertThat(last.held() + row.heldChange()).as(row.toString()).isEqualTo(row.held());
        assertThat(row.amount()).isEqualTo(row.freeChange() + row.heldChange());
        standing.put(row.asset(), new Holding(row.free(), row.held()));
        heldByOrder.merge(row.order(), row.heldChange(), Long::sum);
      }
      standing.forEach(
          (asset, holding) ->
              assertThat(everything.read(state -> state.holding(account, asset)).value())
                  .isEqualTo(holding));
      assertThat(heldByOrder.getOrDefault(0L, 0L)).as("held by no order").isZero();
      heldByOrder.forEach(
          (order, held) -> {
            OrderView placed = everything.read(state -> state.order(account, order)).value();
            boolean holds = placed != null && placed.status().isOpen();
            assertThat(held > 0).as("order " + order + " holds " + held).isEqualTo(holds);
            assertThat(held).isNotNegative();
          });
    }
  }

  private void walkOrders() throws Exception {
    OrderStatus status = random.nextInt(3) == 0 ? null : anyOf(OrderStatus.values());
    Long market = random.nextBoolean() ? null : 1L + random.nextInt(2);
    Predicate<OrderView> wanted =
        order ->
            (status == null
                    || (status == OrderStatus.OPEN
                        ? order.status().isOpen()
                        : order.status() == status))
                && (market == null || order.market() == market);
    boolean openOnly = status != null && status.isOpen();
    walk(
        "orders " + status + " of " + market,
        state -> state.orders(ADA, wanted, openOnly, Long.MAX_VALUE, ALL),
        OrderView::placedSeq,
        (state, before, limit) -> state.orders(ADA, wanted, openOnly, before, limit),
        (history, before, limit) -> history.orders(ADA, status, market, before, limit));
  }

  private void walkFills() throws Exception {
    Long market = random.nextBoolean() ? null : 1L + random.nextInt(2);
    Predicate<FillView> wanted = fill -> market == null || fill.market() == market;
    walk(
        "fills of " + market,
        state -> state.fills(ADA, wanted, Long.MAX_VALUE, ALL),
        FillView::seq,
        (state, before, limit) -> state.fills(ADA, wanted, before, limit),
        (history, before, limit) -> history.fills(ADA, market, before, limit));
  }

  private interface FromMemory<T> {
    @Nullable Remembered<T> page(ExchangeState state, long before, int limit);
  }

  private interface FromTables<T> {
    List<T> page(StoredHistory history, long before, int limit);
  }

  private <T> void walk(
      String what,
      Function<ExchangeState, @Nullable Remembered<T>> whole,
      ToLongFunction<T> key,
      FromMemory<T> fromMemory,
      FromTables<T> fromTables)
      throws Exception {
    Set<Long> throughout = keys(whole, key);
    happenings = HAPPENINGS_OF_A_WALK;
    List<Long> met = new ArrayList<>();
    long before = Long.MAX_VALUE;
    boolean more = true;
    while (more) {
      int limit = 1 + random.nextInt(12);
      long from = before;
      Remembered<T> recent = memory.read(state -> fromMemory.page(state, from, limit)).value();
      happen(random.nextInt(3)); // between what memory said and what the tables say
      List<T> page = completed(recent, fromTables);
      page.forEach(item -> met.add(key.applyAsLong(item)));
      more = page.size() == limit;
      before = more ? met.getLast() : before;
      happen(random.nextInt(4));
      holdOrLetGo();
    }
    throughout.retainAll(keys(whole, key));
    assertThat(met).as(what).doesNotHaveDuplicates();
    assertThat(met).as(what).containsAll(throughout);
    assertThat(met).as(what).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  /** While the tables stand still they are asked once, and again when they move. */
  private <T> List<T> completed(Remembered<T> recent, FromTables<T> tables) throws Exception {
    try {
      return recent.completed(impatient, (before, limit) -> tables.page(impatient, before, limit));
    } catch (HistoryBehind expected) {
      behind++;
      letTablesGo();
      return recent.completed(patient, (before, limit) -> tables.page(patient, before, limit));
    }
  }

  private <T> Set<Long> keys(
      Function<ExchangeState, @Nullable Remembered<T>> whole, ToLongFunction<T> key) {
    Set<Long> keys = new HashSet<>();
    everything.read(whole).value().items().forEach(item -> keys.add(key.applyAsLong(item)));
    return keys;
  }

  /** Readers still see the tables; the projection cannot write its position. */
  private void holdOrLetGo() throws SQLException {
    if (tablesHeld != null && random.nextInt(4) == 0) {
      letTablesGo();
    } else if (tablesHeld == null && random.nextInt(6) == 0) {
      Connection held = database.pool().getConnection();
      held.setAutoCommit(false);
      try (Statement statement = held.createStatement()) {
        statement.execute("LOCK TABLE projection_position IN EXCLUSIVE MODE");
      }
      tablesHeld = held;
    }
  }

  private void letTablesGo() throws SQLException {
    Connection held = tablesHeld;
    if (held != null) {
      held.rollback();
      held.setAutoCommit(true);
      held.close();
      tablesHeld = null;
    }
  }

  private void happen(int most) {
    for (int i = 0; i < most && happenings > 0; i++, happenings--) {
      something();
    }
  }

  private <T> T anyOf(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private void something() {
    header.timeMs += 1 + random.nextInt(20_000);
    long market = 1L + random.nextInt(2);
    int price = 100 * (30 + random.nextInt(40));
    long quantity = 100L * (1 + random.nextInt(4));
    switch (random.nextInt(7)) {
      case 0 -> place(ADA, market, Outcome.YES, 100 * (1 + random.nextInt(9)), quantity, false);
      case 1 -> place(ADA, market, Outcome.YES, price, quantity, true);
      case 2 -> changeOne();
      case 3 -> place(ADA, market, Outcome.NO, price, quantity, random.nextBoolean());
      default -> {
        place(BOB, market, Outcome.NO, 10_000 - price, quantity, false);
        place(ADA, market, Outcome.YES, price, 2 * quantity, random.nextBoolean());
      }
    }
  }

  private void changeOne() {
    List<OrderView> open =
        everything
            .read(
                state ->
                    state.orders(ADA, order -> order.status().isOpen(), true, Long.MAX_VALUE, ALL))
            .value()
            .items();
    if (!open.isEmpty() && random.nextInt(3) == 0) {
      OrderView changed = open.get(random.nextInt(open.size()));
      AmendOrder amend = new AmendOrder();
      amend.account = ADA;
      amend.order = changed.order();
      amend.price = 100 * (30 + random.nextInt(40));
      amend.quantity = changed.quantity() + 100L * random.nextInt(3);
      engine.amendOrder(header, amend);
    } else if (!open.isEmpty()) {
      CancelOrder cancel = new CancelOrder();
      cancel.account = ADA;
      cancel.order = open.get(random.nextInt(open.size())).order();
      engine.cancelOrder(header, cancel);
    }
  }

  private void place(
      long account, long market, Outcome outcome, int price, long quantity, boolean immediate) {
    PlaceOrder order = new PlaceOrder();
    order.account = account;
    order.market = market;
    order.side = Side.BUY;
    order.outcome = outcome;
    order.price = price;
    order.quantity = quantity;
    order.selfTradePrevention = anyOf(SelfTradePrevention.values());
    order.timeInForce = immediate ? TimeInForce.IOC : TimeInForce.GTC;
    engine.placeOrder(header, order);
  }

  private void open() {
    for (long account : List.of(ADA, BOB)) {
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header,
          new Transfer(
              1, account, Accounts.EXTERNAL, account, 900_000_000_000L, TransferKind.DEPOSIT));
    }
    engine.createEvent(
        header, new CreateEvent("e", "", "", "", "", 0, false, List.of(spec("one"), spec("two"))));
    for (long market : List.of(1L, 2L)) {
      engine.changeMarketState(header, new ChangeMarketState(market, MarketState.OPEN));
    }
  }

  private static MarketSpec spec(String title) {
    return new MarketSpec(
        title, 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.FLAT, 100, 50, MarketRules.PLAIN);
  }
}
