package sibyl.simulation.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.simulation.script.Step;

/**
 * Draws the commands of one seed, one after the other, each in view of what the ones before led to.
 */
public final class Generator {
  /** Markets that are not over yet, at most. */
  private static final int LIVE_MARKETS_MAX = 6;

  /** How far back a client order id is used again; beyond what the exchange remembers. */
  private static final int CLIENT_IDS_BACK = 14;

  /** A label that no market ever has. */
  private static final int NO_MARKET = 999;

  private record ClientId(long account, int label) {
    static final ClientId NONE = new ClientId(0, 0);
  }

  private final Dice dice;
  private final Swarm swarm;
  private final Deque<Step> planned = new ArrayDeque<>();
  private final List<Step.Contract> markets = new ArrayList<>();
  private final List<Integer> live = new ArrayList<>();
  private int people;
  private int orders;
  private long transfers;
  private final List<ClientId> clientIds = new ArrayList<>();

  public Generator(long seed) {
    this.dice = new Dice(seed);
    this.swarm = Swarm.draw(dice.split());
    for (int i = 0; i < swarm.people(); i++) {
      planNewPerson();
    }
    for (int i = dice.between(1, 3); i > 0; i--) {
      planned.add(createEvent());
    }
    for (int market = 1; market <= markets.size(); market++) {
      planned.add(new Step.Change(market, MarketState.OPEN));
    }
  }

  /** How many commands this seed is worth. */
  public int commands() {
    return swarm.commands();
  }

  public Step next(Situation now) {
    if (!planned.isEmpty()) {
      return planned.removeFirst();
    }
    live.removeIf(market -> now.state(market) == MarketState.SETTLED);
    List<Integer> idle = live.stream().filter(m -> now.state(m) != MarketState.OPEN).toList();
    if (!idle.isEmpty() && dice.percent(live.size() - idle.size() < 2 ? 30 : 3)) {
      return lifecycleOf(dice.pick(idle), now);
    }
    if (live.size() < 2) {
      return createEvent();
    }
    return switch (dice.weighted(
        swarm.placeWeight(),
        swarm.cancelWeight(),
        swarm.quoteWeight(),
        swarm.payWeight(),
        swarm.lifecycleWeight(),
        4,
        1)) {
      case 0 -> new Step.Place(++orders, terms(now));
      case 1 -> cancel(now);
      case 2 -> new Step.Quote(terms(now));
      case 3 -> pay(now);
      case 4 -> lifecycle(now);
      case 5 -> new Step.Wait(dice.oneOf(1L, 1L, 100L, 2_000L, 10_000L), dice.percent(40));
      default -> {
        if (live.size() < LIVE_MARKETS_MAX && dice.percent(30)) {
          yield createEvent();
        }
        if (dice.percent(20)) {
          yield strangeAccount();
        }
        planNewPerson();
        yield planned.removeFirst();
      }
    };
  }

  private void planNewPerson() {
    long account = Accounts.FIRST_PERSON + people++;
    long most = swarm.rich() ? 10_000_000L : dice.oneOf(100L, 1_000L, 10_000L);
    long amount = dice.between(most / 10, most) * Units.MONEY_PER_UNIT;
    planned.add(new Step.Open(account, dice.percent(swarm.nettingPercent())));
    planned.add(deposit(account, amount));
  }

  /** An account that is there already, or that nobody can have. */
  private Step strangeAccount() {
    long account = dice.percent(50) ? anyone() : dice.between(-1L, Accounts.FIRST_PERSON - 1);
    return new Step.Open(account, dice.percent(50));
  }

  private Step deposit(long account, long amount) {
    return new Step.Pay(++transfers, Accounts.EXTERNAL, account, amount, TransferKind.DEPOSIT);
  }

  private Step createEvent() {
    int first = markets.size() + 1;
    boolean exclusive = dice.percent(15);
    List<Step.Contract> created = new ArrayList<>();
    for (int i = dice.between(exclusive ? 2 : 1, 3); i > 0; i--) {
      created.add(swarm.contract(dice));
    }
    for (Step.Contract contract : created) {
      markets.add(contract);
      live.add(markets.size());
    }
    return new Step.Create(first, exclusive, created);
  }

  private long anyone() {
    return Accounts.FIRST_PERSON + dice.below(people);
  }

  private Step pay(Situation now) {
    long id = dice.percent(10) && transfers > 0 ? dice.between(1L, transfers) : ++transfers;
    long account = anyone();
    long amount = dice.between(-1L, 2_000 * Units.MONEY_PER_UNIT);
    return switch (dice.below(8)) {
      case 0, 1, 2, 3 -> new Step.Pay(id, Accounts.EXTERNAL, account, amount, TransferKind.DEPOSIT);
      case 4 -> {
        long all = now.freeCash(account);
        long out = dice.percent(50) ? all + dice.between(-1, 1) : amount;
        yield new Step.Pay(id, account, Accounts.EXTERNAL, out, TransferKind.WITHDRAWAL);
      }
      case 5 -> new Step.Pay(id, Accounts.BONUS, account, amount, TransferKind.BONUS);
      case 6 -> new Step.Pay(id, anyone(), anyone(), amount, TransferKind.ADJUSTMENT);
      default ->
          new Step.Pay(
              id,
              dice.between(0L, Accounts.FIRST_PERSON),
              dice.oneOf(account, Accounts.marketPool(1), Accounts.maker(1), 9_999L),
              amount,
              dice.oneOf(TransferKind.values()));
    };
  }

  /** Mostly one in which something can be traded. */
  private int anyMarket(Situation now) {
    if (dice.percent(3)) {
      return dice.percent(30) ? NO_MARKET : dice.between(1, markets.size());
    }
    List<Integer> open = live.stream().filter(m -> now.state(m) == MarketState.OPEN).toList();
    return dice.pick(open.isEmpty() ? live : open);
  }

  private Step cancel(Situation now) {
    List<Situation.OpenOrder> open = now.openOrders();
    if (open.isEmpty() && dice.percent(90)) {
      return new Step.Place(++orders, terms(now));
    }
    if (open.isEmpty() || dice.percent(5)) {
      return new Step.Cancel(dice.between(0, orders), anyone());
    }
    int newest = open.size() - 1;
    int at = dice.percent(50) ? Math.max(0, newest - dice.below(8)) : dice.below(open.size());
    Situation.OpenOrder order = open.get(at);
    return new Step.Cancel(order.label(), dice.percent(4) ? anyone() : order.account());
  }

  /** Mostly the next thing that can happen to the market, sometimes anything. */
  private Step lifecycle(Situation now) {
    return dice.percent(15) ? anyLifecycle(anyMarket(now)) : lifecycleOf(dice.pick(live), now);
  }

  private Step lifecycleOf(int market, Situation now) {
    return switch (now.state(market)) {
      case CREATED -> new Step.Change(market, MarketState.OPEN);
      case HALTED ->
          new Step.Change(market, dice.percent(85) ? MarketState.OPEN : MarketState.CLOSED);
      case OPEN -> {
        boolean ends = dice.percent(15);
        yield new Step.Change(market, ends ? MarketState.CLOSED : MarketState.HALTED);
      }
      case CLOSED ->
          dice.percent(60) ? new Step.Propose(market, fraction()) : new Step.Confirm(market);
      case RESOLVED, SETTLED -> new Step.Settle(market);
    };
  }

  private Step anyLifecycle(int market) {
    return switch (dice.below(4)) {
      case 0 -> new Step.Change(market, dice.oneOf(MarketState.values()));
      case 1 -> new Step.Propose(market, dice.between(-1, Units.WHOLE_FRACTION + 1));
      case 2 -> new Step.Confirm(market);
      default -> new Step.Settle(market);
    };
  }

  private int fraction() {
    return dice.percent(60)
        ? dice.oneOf(0, Units.WHOLE_FRACTION)
        : dice.between(0, Units.WHOLE_FRACTION);
  }

  private Step.Terms terms(Situation now) {
    int market = anyMarket(now);
    Step.Contract contract = markets.get(Math.min(market, markets.size()) - 1);
    ClientId clientId = dice.percent(25) ? clientId() : ClientId.NONE;
    long account = clientId.equals(ClientId.NONE) ? anyTrader() : clientId.account();
    Outcome outcome = dice.oneOf(Outcome.values());
    Side side = dice.percent(swarm.sellPercent()) ? Side.SELL : Side.BUY;
    long holding = now.freeShares(account, market, outcome);
    if (side == Side.SELL && holding == 0 && dice.percent(90)) {
      outcome = outcome.opposite();
      holding = now.freeShares(account, market, outcome);
      side = holding == 0 ? Side.BUY : Side.SELL;
    }
    boolean marketOrder = dice.percent(swarm.marketOrderPercent());
    boolean budget = marketOrder && (side == Side.BUY ? dice.percent(50) : dice.percent(2));
    long quantity = quantity(contract, side, holding);
    TimeInForce timeInForce = timeInForce();
    Step.Terms terms =
        new Step.Terms(
            account,
            market,
            side,
            outcome,
            marketOrder ? OrderType.MARKET : OrderType.LIMIT,
            marketOrder ? 0 : price(contract, outcome),
            budget ? 0 : quantity,
            budget ? budget(contract, quantity) : 0,
            timeInForce,
            selfTrade(),
            swarm.rare() && dice.percent(8),
            swarm.rare() && dice.percent(8),
            dice.percent(10),
            timeInForce == TimeInForce.GTD ? dice.oneOf(1L, 1L, 100L, 2_000L, 0L) : 0,
            dice.percent(3) ? dice.between(-1, 5) : 0,
            clientId.label());
    return dice.percent(swarm.invalidPercent()) ? spoil(terms, contract) : terms;
  }

  private TimeInForce timeInForce() {
    return switch (dice.weighted(70, 20, swarm.rare() ? 15 : 0)) {
      case 0 -> TimeInForce.GTC;
      case 1 -> TimeInForce.IOC;
      default -> dice.oneOf(TimeInForce.GTD, TimeInForce.GTD, TimeInForce.FOK);
    };
  }

  private SelfTradePrevention selfTrade() {
    return switch (dice.weighted(60, 19, 19, 2)) {
      case 0 -> SelfTradePrevention.CANCEL_TAKER;
      case 1 -> SelfTradePrevention.CANCEL_MAKER;
      case 2 -> SelfTradePrevention.CANCEL_BOTH;
      default -> SelfTradePrevention.DECREMENT;
    };
  }

  private long quantity(Step.Contract contract, Side side, long holding) {
    long lots = dice.between(1, swarm.lots());
    if (side == Side.SELL && holding > 0 && dice.percent(80)) {
      return dice.percent(30)
          ? holding
          : Math.min(lots * contract.lot(), holding - holding % contract.lot());
    }
    return lots * contract.lot();
  }

  private int price(Step.Contract contract, Outcome outcome) {
    int ticks = contract.payout() / contract.tick();
    int percent = swarm.focus() + dice.between(-swarm.spread(), swarm.spread());
    int yes = Math.clamp((long) ticks * percent / 100 + dice.between(-1, 1), 1, ticks - 1);
    return contract.tick() * (outcome == Outcome.YES ? yes : ticks - yes);
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
    ClientId id = new ClientId(anyTrader(), clientIds.size() + 1);
    clientIds.add(id);
    return id;
  }

  private long anyTrader() {
    return dice.percent(1) ? Accounts.FIRST_PERSON + people + 2 : anyone();
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
        t.clientId());
  }
}
