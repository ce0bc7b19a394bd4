package sibyl.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.TickBand;
import sibyl.engine.command.Transfer;
import sibyl.engine.market.Market;
import sibyl.engine.market.MarketEvent;

/**
 * Makes commands at random, most of them sensible, some not: few accounts and markets, so that they
 * meet often. The same seed makes the same commands.
 */
final class RandomCommands {
  private static final int PEOPLE = 6;

  private final SplittableRandom random;
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final List<Long> recentOrders = new ArrayList<>();
  private final List<Long> recentOwners = new ArrayList<>();
  private long timeMs = 1_000_000;
  private long count;
  private long markets;
  private boolean quotingFirst;
  private final RandomOrderCommands orderCommands;
  private final RandomGoods goods;

  RandomCommands(long seed) {
    random = new SplittableRandom(seed);
    orderCommands = new RandomOrderCommands(random, this);
    goods = new RandomGoods(random, this);
  }

  /** Asks for a quote before every order; leaves out what is not the order's own doing. */
  RandomCommands quotingFirst() {
    quotingFirst = true;
    return this;
  }

  boolean isQuotingFirst() {
    return quotingFirst;
  }

  /** The order that the last command was to amend; 0 if it was another command. */
  long amended() {
    return orderCommands.amended();
  }

  /** Remembers an order that might be canceled later. */
  void sawOrder(long order, long account) {
    if (recentOrders.size() == 64) {
      recentOrders.removeFirst();
      recentOwners.removeFirst();
    }
    recentOrders.add(order);
    recentOwners.add(account);
  }

  long timeMs() {
    return timeMs;
  }

  /** Sends the next command to every engine. */
  void next(Engine... engines) {
    orderCommands.begin();
    timeMs += random.nextInt(20) == 0 ? random.nextInt(5_000) : 0;
    header.set(timeMs, 1, ++count, random.nextInt(3));
    int kind = count <= 2 * PEOPLE ? (int) (count & 1) : random.nextInt(1_000);
    if (count <= 2 * PEOPLE && kind == 1) {
      OpenAccount command = new OpenAccount(15 + (count + 1) / 2, random.nextInt(3) > 0);
      each(engines, engine -> engine.openAccount(header, command));
    } else if (count <= 2 * PEOPLE || kind < 20) {
      transfer(engines);
    } else if (kind < 23 || markets == 0) {
      createAndOpen(engines);
    } else if (kind < 60) {
      changeLife(engines);
    } else if (kind < 110) {
      exchangeShares(engines);
    } else if (kind < 150) {
      key();
      goods.next(header, engines);
    } else if (kind < 200) {
      key();
      orderCommands.next(header, engines);
    } else if (kind < 230) {
      fillCancel();
      each(engines, engine -> engine.cancelOrder(header, cancel));
    } else if (kind < 260) {
      fillOrder();
      each(engines, engine -> engine.quote(header, order));
    } else {
      fillOrder();
      key();
      if (quotingFirst) {
        each(engines, engine -> engine.quote(header, order));
      }
      each(engines, engine -> engine.placeOrder(header, order));
    }
  }

  /** The order of the last command, if it was one. */
  PlaceOrder order() {
    return order;
  }

  private void transfer(Engine... engines) {
    long person = person();
    boolean in = count <= 2 * PEOPLE || random.nextInt(3) > 0;
    Transfer command =
        new Transfer(
            7,
            random.nextInt(10) == 0 ? random.nextLong(1 + count) : count,
            in ? Accounts.EXTERNAL : person,
            in ? person : Accounts.EXTERNAL,
            in ? 1 + random.nextLong(500_000_000) : random.nextLong(50_000_000),
            in ? TransferKind.DEPOSIT : TransferKind.WITHDRAWAL);
    each(engines, engine -> engine.transfer(header, command));
  }

  private void createAndOpen(Engine... engines) {
    boolean good = random.nextInt(3) == 0;
    MarketMode mode = good ? MarketMode.BOOK : pick(MarketMode.values());
    FeeKind fee = pick(FeeKind.values());
    int payout = random.nextInt(4) == 0 ? 30_000 : 10_000;
    int tick = random.nextInt(3) == 0 ? 10 : 100;
    List<TickBand> bands =
        random.nextInt(3) > 0
            ? List.of()
            : tick == 10
                ? List.of(new TickBand(4_500, 5))
                : List.of(new TickBand(1_000, 10), new TickBand(4_500, 50));
    MarketSpec spec =
        new MarketSpec(
            "m",
            payout,
            tick,
            random.nextInt(3) == 0 ? 1 : 100,
            mode,
            mode == MarketMode.BOOK ? 0 : 100 * (1 + random.nextLong(200)),
            fee,
            fee == FeeKind.NONE ? 0 : random.nextInt(1_000),
            fee == FeeKind.NONE ? 0 : random.nextInt(500),
            new MarketRules(
                good ? MarketKind.ASSET : MarketKind.BINARY,
                bands,
                random.nextInt(3) * 300,
                random.nextInt(3) == 0 ? 1 + random.nextInt(9_000) : 0,
                random.nextInt(3) == 0));
    boolean exclusive = !good && random.nextBoolean();
    int size = exclusive ? 2 + random.nextInt(3) : good ? 2 : 1;
    CreateEvent command =
        new CreateEvent(
            "e",
            "",
            "",
            "",
            "",
            timeOrNever(),
            exclusive,
            Collections.nCopies(size, spec),
            random.nextInt(4) == 0 ? timeOrNever() : 0);
    each(engines, engine -> engine.createEvent(header, command));
    if (engines[0].market(markets + size) == null) {
      return;
    }
    for (int n = 0; n < size; n++) {
      header.set(timeMs, 1, ++count, 0);
      ChangeMarketState opening = new ChangeMarketState(++markets, OPEN);
      if (command.openAtMs() == 0) {
        each(engines, engine -> engine.changeMarketState(header, opening));
      }
    }
  }

  /** Sometimes a time, most of them in the future. */
  private long timeOrNever() {
    return random.nextInt(3) > 0 ? 0 : timeMs - 100 + random.nextInt(60_000);
  }

  private static final MarketState OPEN = MarketState.OPEN;

  private void changeLife(Engine... engines) {
    long market = market();
    Market found = engines[0].market(market);
    switch (found != null && random.nextInt(3) > 0 ? onwards(found) : random.nextInt(17)) {
      case 0 -> {
        ChangeMarketState command = new ChangeMarketState(market, MarketState.HALTED);
        each(engines, engine -> engine.changeMarketState(header, command));
      }
      case 1, 2, 3, 4 -> {
        ChangeMarketState command = new ChangeMarketState(market, OPEN);
        each(engines, engine -> engine.changeMarketState(header, command));
      }
      case 5 -> {
        ChangeMarketState command = new ChangeMarketState(market, MarketState.CLOSED);
        each(engines, engine -> engine.changeMarketState(header, command));
      }
      case 6, 7 -> {
        int fraction =
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(10_001);
              case 1 -> missing(engines[0], market);
              default -> random.nextInt(2) * 10_000;
            };
        ProposeResolution command = new ProposeResolution(market, fraction, "");
        each(engines, engine -> engine.proposeResolution(header, command));
      }
      case 8, 9, 10 ->
          each(engines, e -> e.confirmResolution(header, new ConfirmResolution(market)));
      case 11 ->
          each(engines, e -> e.challengeResolution(header, new ChallengeResolution(market, "no")));
      case 12, 13 -> {
        ScheduleMarket command = new ScheduleMarket(market, timeOrNever(), timeOrNever());
        each(engines, engine -> engine.scheduleMarket(header, command));
      }
      case 14 -> {
        long event = found == null ? market : found.event().id();
        if (random.nextInt(3) == 0) {
          each(engines, e -> e.deleteEvent(header, new DeleteEvent(event, "twice")));
        } else {
          EditEvent command =
              new EditEvent(
                  event, "other", null, null, null, null, null, timeOrNever(), List.of(), "");
          each(engines, engine -> engine.editEvent(header, command));
        }
      }
      default -> each(engines, e -> e.settleMarket(header, new SettleMarket(market)));
    }
  }

  /** A step that brings a market nearer to its end, once it has begun to end. */
  private int onwards(Market market) {
    return switch (market.state()) {
      case CREATED, HALTED -> 1;
      case OPEN -> random.nextInt(8) == 0 || endsWith(market) ? 5 : 15;
      case CLOSED -> market.proposedFraction() == Market.UNDECIDED ? 6 : 8;
      case RESOLVED, SETTLED -> 16;
    };
  }

  /** Whether another market of the same exclusive event has come to its end. */
  private static boolean endsWith(Market market) {
    MarketEvent event = market.event();
    for (int place = 0; event.exclusive() && place < event.size(); place++) {
      Market other = event.market(place);
      if (other == null || other.state() == MarketState.CLOSED) {
        return true;
      }
    }
    return false;
  }

  /** Sets of one market or of an event, a conversion, or more liquidity. */
  private void exchangeShares(Engine... engines) {
    long market = market();
    Market found = engines[0].market(market);
    long event = found == null ? 1 : found.event().id();
    long quantity = 100L * (1 + random.nextInt(3)) + (random.nextInt(20) == 0 ? 7 : 0);
    SetAction action = random.nextInt(3) > 0 ? SetAction.SPLIT : SetAction.MERGE;
    switch (random.nextInt(6)) {
      case 5 -> {
        AddLiquidity command = new AddLiquidity(market, random.nextInt(500));
        each(engines, engine -> engine.addLiquidity(header, command));
      }
      case 0, 1 -> {
        ChangeSets command = new ChangeSets(person(), market, 0, action, quantity);
        each(engines, engine -> engine.changeSets(header, command));
      }
      case 2 -> {
        ChangeSets command = new ChangeSets(person(), 0, event, action, quantity);
        each(engines, engine -> engine.changeSets(header, command));
      }
      default -> {
        List<Long> given = new ArrayList<>();
        given.add(market);
        if (found != null && random.nextBoolean()) {
          given.add(market + (found.event().placeOf(market) > 0 ? -1 : 1));
        }
        ConvertShares command = new ConvertShares(person(), event, given, quantity);
        each(engines, engine -> engine.convertShares(header, command));
      }
    }
  }

  /** What the markets of the event lack to the whole. */
  private static int missing(Engine engine, long market) {
    Market found = engine.market(market);
    return found == null ? 0 : Math.max(0, 10_000 - found.event().resolved());
  }

  private void fillCancel() {
    cancel.order = recentOrder();
    cancel.account = ownerOf(cancel.order);
  }

  long recentOrder() {
    return recentOrders.isEmpty() ? 5 : recentOrders.get(random.nextInt(recentOrders.size()));
  }

  /** Who placed an order seen lately, or now and then somebody else. */
  long ownerOf(long recent) {
    int place = recentOrders.indexOf(recent);
    return place < 0 || random.nextInt(10) == 0 ? person() : recentOwners.get(place);
  }

  /** Puts an idempotency key on some commands, one used before on some of them. */
  private void key() {
    if (random.nextInt(10) == 0 && !quotingFirst) {
      header.key(5, random.nextLong(30), random.nextInt(2));
    }
  }

  private void fillOrder() {
    fill(order);
  }

  /** Makes up an order, good or bad. */
  void fill(PlaceOrder order) {
    order.clear();
    order.account = person();
    order.market = market();
    order.side = random.nextInt(5) < 3 ? Side.BUY : Side.SELL;
    order.outcome = pick(Outcome.values());
    order.selfTradePrevention = pick(SelfTradePrevention.values());
    order.timeInForce = random.nextInt(3) > 0 ? TimeInForce.GTC : pick(TimeInForce.values());
    order.quantity = 100L * (1 + random.nextInt(30)) + (random.nextInt(20) == 0 ? 7 : 0);
    if (random.nextInt(4) == 0) {
      order.type = OrderType.MARKET;
      order.timeInForce = random.nextBoolean() ? TimeInForce.IOC : TimeInForce.FOK;
      if (order.side == Side.BUY && random.nextBoolean()) {
        order.quantity = 0;
        order.maxCost = 1 + random.nextLong(20_000_000);
      }
    } else {
      order.price = random.nextInt(30) == 0 ? 12_345 : 4_000 + 100 * random.nextInt(21);
      order.price += random.nextInt(6) == 0 ? 50 : 0;
      order.postOnly = random.nextInt(10) == 0;
    }
    if (order.timeInForce == TimeInForce.GTD) {
      order.expiresAtMs = timeMs + random.nextInt(4_000);
    }
    order.reduceOnly = random.nextInt(10) == 0;
    order.cancelOnHalt = random.nextInt(4) == 0;
    order.validUntilMs = random.nextInt(30) == 0 ? timeMs - 1 : 0;
    order.orderGroup = quotingFirst ? 0 : orderCommands.groupOf(order.account);
    if (random.nextInt(3) == 0) {
      order.clientKeyHigh = 1;
      order.clientKeyLow = random.nextLong(1 + 2 * count);
    }
  }

  long person() {
    return 16L + random.nextInt(PEOPLE + (random.nextInt(50) == 0 ? 1 : 0));
  }

  /** One of the last few markets. */
  long market() {
    return Math.max(1, markets - random.nextInt(4));
  }

  long newestMarket() {
    return markets;
  }

  <E> E pick(E[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Something said to an engine. */
  interface Said {
    void to(Engine engine);
  }

  private static void each(Engine[] engines, Said said) {
    for (Engine engine : engines) {
      said.to(engine);
    }
  }
}
