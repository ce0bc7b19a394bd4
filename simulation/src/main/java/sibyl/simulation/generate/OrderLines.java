package sibyl.simulation.generate;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.BatchMode;
import sibyl.engine.GroupAction;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.command.AmendOrder;
import sibyl.simulation.script.Step;

/** Lines about orders: new ones, several at once, and what becomes of open ones. */
final class OrderLines {
  /** How far back a client order id is used again; beyond what the exchange remembers. */
  private static final int CLIENT_IDS_BACK = 14;

  private record ClientId(long account, int label) {
    static final ClientId NONE = new ClientId(0, 0);
  }

  private final Scene scene;
  private final Dice dice;
  private final List<ClientId> clientIds = new ArrayList<>();
  private int groups;

  OrderLines(Scene scene) {
    this.scene = scene;
    this.dice = scene.dice;
  }

  Step place(Situation now) {
    return new Step.Place(++scene.orders, terms(now));
  }

  Step quote(Situation now) {
    if (dice.percent(70)) {
      return new Step.Quote(terms(now));
    }
    BatchMode mode = dice.oneOf(BatchMode.values());
    long account = scene.anyTrader();
    return new Step.QuoteBatch(mode, account, several(mode, account, now));
  }

  Step batch(Situation now) {
    BatchMode mode = dice.oneOf(BatchMode.values());
    ClientId clientId = dice.percent(30) ? clientId() : ClientId.NONE;
    long account = clientId.equals(ClientId.NONE) ? scene.anyTrader() : clientId.account();
    boolean named = mode == BatchMode.BASKET || dice.percent(1);
    List<Step.Terms> orders = several(mode, account, now);
    int first = scene.orders + 1;
    scene.orders += orders.size();
    return new Step.Batch(first, mode, account, named ? clientId.label() : 0, orders);
  }

  /** Mostly few; those of a basket mostly in markets of their own, to be filled at once. */
  private List<Step.Terms> several(BatchMode mode, long account, Situation now) {
    List<Step.Terms> orders = new ArrayList<>();
    List<Integer> markets = new ArrayList<>();
    int size = dice.percent(2) ? dice.oneOf(0, 50) : dice.between(1, 5);
    for (int i = 0; i < size; i++) {
      int market = scene.anyMarket(now);
      if (mode == BatchMode.BASKET && markets.contains(market) && dice.percent(95)) {
        continue;
      }
      markets.add(market);
      Step.Terms terms = terms(account, market, dice.percent(10) ? clientIdOf(account) : 0, now);
      boolean fills = mode == BatchMode.BASKET && dice.percent(97);
      orders.add(fills ? filledAtOnce(terms) : terms);
    }
    return orders;
  }

  private static Step.Terms filledAtOnce(Step.Terms t) {
    return new Step.Terms(
        t.account(),
        t.market(),
        t.side(),
        t.outcome(),
        t.type(),
        t.price(),
        t.quantity(),
        t.maxCost(),
        TimeInForce.FOK,
        t.selfTrade(),
        false,
        t.reduceOnly(),
        t.cancelOnHalt(),
        0,
        t.validForMs(),
        t.clientId(),
        t.group());
  }

  Step cancel(Situation now) {
    List<Situation.OpenOrder> open = now.openOrders();
    if (open.isEmpty() && dice.percent(90)) {
      return place(now);
    }
    if (open.isEmpty() || dice.percent(5)) {
      return new Step.Cancel(dice.between(0, scene.orders), scene.anyone());
    }
    Situation.OpenOrder order = oneOf(open);
    return new Step.Cancel(order.label(), dice.percent(4) ? scene.anyone() : order.account());
  }

  /** Changes, mergers, and cancellations of several at once. */
  Step arrange(Situation now) {
    List<Situation.OpenOrder> open = now.openOrders();
    if (open.isEmpty()) {
      return place(now);
    }
    return switch (dice.weighted(50, 15, 20, 15)) {
      case 0 -> amend(oneOf(open));
      case 1 -> Step.QuoteAmendment.of(amend(oneOf(open)));
      case 2 -> merge(open);
      default -> cancelAll(open, now);
    };
  }

  private Situation.OpenOrder oneOf(List<Situation.OpenOrder> open) {
    int newest = open.size() - 1;
    int at = dice.percent(50) ? Math.max(0, newest - dice.below(8)) : dice.below(open.size());
    return open.get(at);
  }

  private Step.Amend amend(Situation.OpenOrder order) {
    long account = dice.percent(3) ? scene.anyone() : order.account();
    int yes = scene.yesPrice(order.market());
    int payout = scene.contract(order.market()).payout();
    int other = order.outcome() == Outcome.YES ? yes : payout - yes;
    int price = dice.percent(50) ? order.price() : other;
    long filled = order.quantity() - order.remaining();
    long quantity =
        switch (dice.weighted(25, 35, 25, 10, 5)) {
          case 0 -> order.quantity();
          case 1 -> filled + Math.max(1, dice.between(0L, order.remaining()));
          case 2 -> filled + scene.lots(order.market());
          case 3 -> filled;
          default -> dice.between(-1L, 2 * order.quantity());
        };
    long lot = scene.contract(order.market()).lot();
    long whole = dice.percent(95) ? quantity - quantity % lot : quantity;
    long validForMs = dice.percent(3) ? dice.between(-1, 5) : 0;
    boolean spoiled = dice.percent(scene.swarm.invalidPercent());
    int stated = spoiled ? price + dice.between(-1, 1) : price;
    boolean priceOnly = dice.percent(25);
    boolean quantityOnly = dice.percent(priceOnly ? 2 : 25);
    return new Step.Amend(
        order.label(),
        account,
        quantityOnly ? AmendOrder.SAME_PRICE : stated,
        priceOnly ? AmendOrder.SAME_QUANTITY : whole,
        validForMs);
  }

  /** Mostly orders that are alike. */
  private Step merge(List<Situation.OpenOrder> open) {
    Situation.OpenOrder first = oneOf(open);
    List<Situation.OpenOrder> others =
        dice.percent(92)
            ? open.stream().filter(order -> isLike(order, first)).toList()
            : open.stream().filter(order -> order.account() == first.account()).toList();
    List<Step.Ref> merged = new ArrayList<>();
    merged.add(new Step.Ref(first.label()));
    for (Situation.OpenOrder order : others) {
      if (order.label() != first.label() && merged.size() < 4 && dice.percent(80)) {
        merged.add(new Step.Ref(order.label()));
      }
    }
    if (dice.percent(3)) {
      merged.add(new Step.Ref(dice.between(0, scene.orders)));
    }
    return new Step.Merge(dice.percent(2) ? scene.anyone() : first.account(), merged);
  }

  private static boolean isLike(Situation.OpenOrder one, Situation.OpenOrder other) {
    return one.account() == other.account()
        && one.market() == other.market()
        && one.side() == other.side()
        && one.outcome() == other.outcome()
        && one.price() == other.price();
  }

  private Step cancelAll(List<Situation.OpenOrder> open, Situation now) {
    Situation.OpenOrder order = oneOf(open);
    int group = scene.groups.isEmpty() ? 0 : dice.pick(scene.groups).label();
    List<Step.Ref> named = new ArrayList<>();
    int market = 0;
    int event = 0;
    int ofGroup = 0;
    switch (dice.weighted(20, 15, 15, 10, 40)) {
      case 0 -> market = order.market();
      case 1 -> event = scene.event(order.market());
      case 2 -> ofGroup = group;
      case 3 -> {}
      default -> {
        named.add(new Step.Ref(order.label()));
        for (int i = dice.below(4); i > 0; i--) {
          named.add(new Step.Ref(dice.percent(80) ? oneOf(open).label() : scene.orders));
        }
        market = dice.percent(2) ? scene.anyMarket(now) : 0;
      }
    }
    return new Step.CancelAll(order.account(), market, event, ofGroup, named);
  }

  /** Groups are made, changed, reset and deleted. */
  Step group() {
    if (scene.groups.isEmpty() || dice.percent(30)) {
      Scene.Group group = new Scene.Group(++groups, scene.anyTrader());
      scene.groups.add(group);
      if (scene.groups.size() > 8) {
        scene.groups.removeFirst();
      }
      long limit = dice.percent(97) ? scene.lots(scene.markets()) * dice.between(1, 5) : 0;
      return new Step.Group(group.label(), group.account(), GroupAction.CREATE, limit, window());
    }
    Scene.Group group = dice.pick(scene.groups);
    long account = dice.percent(4) ? scene.anyone() : group.account();
    return switch (dice.weighted(30, 50, 20)) {
      case 0 ->
          new Step.Group(
              group.label(),
              account,
              GroupAction.CHANGE,
              scene.lots(scene.markets()) * dice.between(1, 5),
              window());
      case 1 ->
          new Step.Group(group.label(), account, GroupAction.RESET, dice.percent(2) ? 1 : 0, 0);
      default -> new Step.Group(group.label(), account, GroupAction.DELETE, 0, 0);
    };
  }

  private long window() {
    return dice.oneOf(1L, 100L, 2_000L, 60_000L, 1_000_003L);
  }

  private Step.Terms terms(Situation now) {
    ClientId clientId = dice.percent(25) ? clientId() : ClientId.NONE;
    long account = clientId.equals(ClientId.NONE) ? scene.anyTrader() : clientId.account();
    return terms(account, scene.anyMarket(now), clientId.label(), now);
  }

  private Step.Terms terms(long account, int market, int clientId, Situation now) {
    Step.Contract contract = scene.contract(market);
    Outcome outcome =
        scene.isGood(market) && dice.percent(98) ? Outcome.YES : dice.oneOf(Outcome.values());
    Side side = dice.percent(scene.swarm.sellPercent()) ? Side.SELL : Side.BUY;
    long holding = now.freeShares(account, market, outcome);
    if (side == Side.SELL && holding == 0 && dice.percent(90)) {
      outcome = scene.isGood(market) ? outcome : outcome.opposite();
      holding = now.freeShares(account, market, outcome);
      side = holding == 0 ? Side.BUY : Side.SELL;
    }
    boolean marketOrder = dice.percent(scene.swarm.marketOrderPercent());
    boolean budget = marketOrder && (side == Side.BUY ? dice.percent(50) : dice.percent(2));
    long quantity = quantity(market, side, holding);
    TimeInForce timeInForce = timeInForce();
    int yes = scene.yesPrice(market);
    Step.Terms terms =
        new Step.Terms(
            account,
            market,
            side,
            outcome,
            marketOrder ? OrderType.MARKET : OrderType.LIMIT,
            marketOrder ? 0 : outcome == Outcome.YES ? yes : contract.payout() - yes,
            budget ? 0 : quantity,
            budget ? budget(contract, quantity) : 0,
            timeInForce,
            selfTrade(),
            scene.swarm.rare() && dice.percent(8),
            scene.swarm.rare() && dice.percent(8),
            dice.percent(10),
            timeInForce == TimeInForce.GTD ? expiresIn() : 0,
            dice.percent(3) ? dice.between(-1, 5) : 0,
            clientId,
            groupOf(account));
    return dice.percent(scene.swarm.invalidPercent()) ? spoil(terms, contract) : terms;
  }

  /** Mostly none, else one of the account's own. */
  private int groupOf(long account) {
    if (scene.groups.isEmpty() || !dice.percent(40)) {
      return 0;
    }
    Scene.Group group = dice.pick(scene.groups);
    return group.account() == account || dice.percent(2) ? group.label() : 0;
  }

  /** Of many timed orders each has a time of its own, some of them far apart. */
  private long expiresIn() {
    return scene.swarm.timedPercent() > 0
        ? dice.between(1, dice.oneOf(3_000, 60_000))
        : dice.oneOf(1L, 1L, 100L, 2_000L, 0L);
  }

  private TimeInForce timeInForce() {
    if (dice.percent(scene.swarm.timedPercent())) {
      return TimeInForce.GTD;
    }
    return switch (dice.weighted(70, 20, scene.swarm.rare() ? 15 : 0)) {
      case 0 -> TimeInForce.GTC;
      case 1 -> TimeInForce.IOC;
      default -> dice.oneOf(TimeInForce.GTD, TimeInForce.GTD, TimeInForce.FOK);
    };
  }

  private SelfTradePrevention selfTrade() {
    return switch (dice.weighted(50, 15, 15, 20)) {
      case 0 -> SelfTradePrevention.CANCEL_TAKER;
      case 1 -> SelfTradePrevention.CANCEL_MAKER;
      case 2 -> SelfTradePrevention.CANCEL_BOTH;
      default -> SelfTradePrevention.DECREMENT;
    };
  }

  private long quantity(int market, Side side, long holding) {
    long lots = scene.lots(market);
    if (side == Side.SELL && holding > 0 && dice.percent(80)) {
      if (dice.percent(15)) {
        return holding + scene.contract(market).lot(); // some may be held by orders
      }
      return dice.percent(30)
          ? holding
          : Math.min(lots, holding - holding % scene.contract(market).lot());
    }
    return lots;
  }

  private long budget(Step.Contract contract, long quantity) {
    long most = Math.max(1, Units.money(contract.payout(), quantity));
    return dice.percent(5) ? dice.between(1L, 100L) : dice.between(1L, most);
  }

  /** A new one, or one used not long ago, by the account that used it. */
  private ClientId clientId() {
    if (!clientIds.isEmpty() && dice.percent(20)) {
      int back = dice.between(1, Math.min(CLIENT_IDS_BACK, clientIds.size()));
      return clientIds.get(clientIds.size() - back);
    }
    ClientId id = new ClientId(scene.anyTrader(), clientIds.size() + 1);
    clientIds.add(id);
    return id;
  }

  /** One for an order of a batch, at times one that another order of the same batch has. */
  private int clientIdOf(long account) {
    if (clientIds.isEmpty() || dice.percent(80)) {
      clientIds.add(new ClientId(account, clientIds.size() + 1));
    }
    return clientIds.size();
  }

  private Step.Terms spoil(Step.Terms t, Step.Contract contract) {
    int price = t.price();
    long quantity = t.quantity();
    long maxCost = t.maxCost();
    switch (dice.below(7)) {
      case 0 -> price += dice.between(-1, 1);
      case 1 -> price = dice.oneOf(0, -contract.tick(), contract.payout(), 2 * contract.payout());
      case 2 -> quantity += dice.between(-1, 1);
      case 3 -> quantity = dice.oneOf(0L, -contract.lot(), 1L << 40, Long.MAX_VALUE);
      case 4 -> maxCost = dice.oneOf(1L, -1L, Long.MAX_VALUE, 1_000_000L);
      case 5 -> quantity = contract.lot() * 1_000_000;
      default -> price = Integer.MAX_VALUE;
    }
    return new Step.Terms(
        t.account(),
        t.market(),
        t.side(),
        t.outcome(),
        t.type(),
        price,
        quantity,
        maxCost,
        t.timeInForce(),
        t.selfTrade(),
        t.postOnly(),
        t.reduceOnly(),
        t.cancelOnHalt(),
        t.expiresInMs(),
        t.validForMs(),
        t.clientId(),
        t.group());
  }
}
