package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/** The engine under test, spoken to in short words: money in cents, quantities in contracts. */
final class Exchange {
  /** Millionths of one cent. */
  static final long CENT = 10_000;

  /** Hundredths of one contract. */
  static final long CONTRACT = 100;

  static final long ANN = 16;
  static final long BOB = 17;
  static final long CAT = 18;

  final Recorder recorder = new Recorder();
  final Engine engine;
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder order = new PlaceOrder();
  private long timeMs = 1_000_000;
  private long correlation;
  private long transfer;
  private long lastMarket;
  private long actor;
  private long chosenMarket;

  Exchange() {
    this(Limits.defaults());
  }

  Exchange(Limits limits) {
    engine = new Engine(limits, recorder);
  }

  /** With Ann, Bob and Cat, who have 100.00 each, and market 1 open in book mode. */
  static Exchange withBook() {
    return with(book());
  }

  static Exchange with(MarketSpec spec) {
    return with(Limits.defaults(), spec);
  }

  static Exchange with(Limits limits, MarketSpec spec) {
    Exchange exchange = new Exchange(limits);
    exchange.person(ANN, 100_00).person(BOB, 100_00).person(CAT, 100_00).market(spec);
    exchange.recorder.take();
    return exchange;
  }

  static MarketSpec book() {
    return new MarketSpec("Rain?", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
  }

  /** A maker with b in contracts. */
  static MarketSpec lmsr(long b) {
    return new MarketSpec(
        "Rain?", 10_000, 100, 1, MarketMode.LMSR, b * CONTRACT, FeeKind.NONE, 0, 0);
  }

  static MarketSpec hybrid(long b) {
    return new MarketSpec(
        "Rain?", 10_000, 100, 1, MarketMode.HYBRID, b * CONTRACT, FeeKind.NONE, 0, 0);
  }

  static MarketSpec withFee(FeeKind kind, int takerRate, int makerRate) {
    return new MarketSpec(
        "Rain?", 10_000, 100, 100, MarketMode.BOOK, 0, kind, takerRate, makerRate);
  }

  Exchange person(long account, long cents) {
    engine.openAccount(header(), new OpenAccount(account, true));
    return cents == 0 ? this : deposit(account, cents);
  }

  Exchange personWithoutNetting(long account, long cents) {
    engine.openAccount(header(), new OpenAccount(account, false));
    return deposit(account, cents);
  }

  Exchange deposit(long account, long cents) {
    return transfer(++transfer, Accounts.EXTERNAL, account, cents, TransferKind.DEPOSIT);
  }

  Exchange transfer(long id, long from, long to, long cents, TransferKind kind) {
    engine.transfer(header(), new Transfer(0, id, from, to, cents * CENT, kind));
    return this;
  }

  /** Creates one more market and opens it. */
  Exchange market(MarketSpec spec) {
    create(spec);
    return state(lastMarket(), MarketState.OPEN);
  }

  Exchange create(MarketSpec... specs) {
    engine.createEvent(
        header(), new CreateEvent("Weather", "", "", "", "", 0, false, List.of(specs)));
    return this;
  }

  /** Creates an exclusive event and opens its markets. */
  Exchange exclusive(MarketSpec... specs) {
    long before = lastMarket();
    createExclusive(specs);
    for (int n = 1; n <= specs.length; n++) {
      state(before + n, MarketState.OPEN);
    }
    return this;
  }

  Exchange createExclusive(MarketSpec... specs) {
    engine.createEvent(header(), new CreateEvent("Cup", "", "", "", "", 0, true, List.of(specs)));
    return this;
  }

  Exchange edit(EditEvent command) {
    engine.editEvent(header(), command);
    return this;
  }

  Exchange delete(long event) {
    engine.deleteEvent(header(), new DeleteEvent(event, "twice"));
    return this;
  }

  /** What follows is about this market, not the last one. */
  Exchange in(long market) {
    chosenMarket = market;
    return this;
  }

  Exchange state(long market, MarketState to) {
    engine.changeMarketState(header(), new ChangeMarketState(market, to));
    return this;
  }

  Exchange propose(long market, int yesFraction) {
    engine.proposeResolution(header(), new ProposeResolution(market, yesFraction, "seen"));
    return this;
  }

  Exchange confirm(long market) {
    engine.confirmResolution(header(), new ConfirmResolution(market));
    return this;
  }

  Exchange challenge(long market, String reason) {
    engine.challengeResolution(header(), new ChallengeResolution(market, reason));
    return this;
  }

  Exchange schedule(long market, long openAtMs, long closeAtMs) {
    engine.scheduleMarket(header(), new ScheduleMarket(market, openAtMs, closeAtMs));
    return this;
  }

  /** Who gives the commands from now on. */
  Exchange as(long user) {
    actor = user;
    return this;
  }

  Exchange settle(long market) {
    engine.settleMarket(header(), new SettleMarket(market));
    return this;
  }

  /** Closes, resolves and settles a market, timers included. */
  Exchange end(long market, int yesFraction) {
    state(market, MarketState.CLOSED).propose(market, yesFraction).confirm(market).settle(market);
    return timers();
  }

  Exchange addLiquidity(long market, long contracts) {
    engine.addLiquidity(header(), new AddLiquidity(market, contracts * CONTRACT));
    return this;
  }

  Exchange split(long account, long market, long contracts) {
    return sets(account, market, 0, SetAction.SPLIT, contracts);
  }

  Exchange merge(long account, long market, long contracts) {
    return sets(account, market, 0, SetAction.MERGE, contracts);
  }

  Exchange splitAll(long account, long event, long contracts) {
    return sets(account, 0, event, SetAction.SPLIT, contracts);
  }

  Exchange mergeAll(long account, long event, long contracts) {
    return sets(account, 0, event, SetAction.MERGE, contracts);
  }

  private Exchange sets(long account, long market, long event, SetAction action, long contracts) {
    return change(new ChangeSets(account, market, event, action, contracts * CONTRACT));
  }

  Exchange change(ChangeSets command) {
    engine.changeSets(header(), command);
    return this;
  }

  Exchange convert(long account, long event, long contracts, Long... markets) {
    return convert(new ConvertShares(account, event, List.of(markets), contracts * CONTRACT));
  }

  Exchange convert(ConvertShares command) {
    engine.convertShares(header(), command);
    return this;
  }

  /** Does all that is due, while the milliseconds pass that the engine's pace asks for. */
  Exchange timers() {
    while (engine.nextTimerMs() <= timeMs + 1) {
      timeMs = Math.max(timeMs, engine.nextTimerMs());
      engine.onTimer(timeMs);
    }
    return this;
  }

  Exchange buy(long account, Outcome outcome, long contracts, int cents) {
    return place(limit(account, Side.BUY, outcome, contracts, cents));
  }

  Exchange sell(long account, Outcome outcome, long contracts, int cents) {
    return place(limit(account, Side.SELL, outcome, contracts, cents));
  }

  Exchange buyAtMarket(long account, Outcome outcome, long contracts) {
    return place(market(account, Side.BUY, outcome, contracts));
  }

  Exchange sellAtMarket(long account, Outcome outcome, long contracts) {
    return place(market(account, Side.SELL, outcome, contracts));
  }

  Exchange buyFor(long account, Outcome outcome, long cents) {
    PlaceOrder spec = market(account, Side.BUY, outcome, 0);
    spec.maxCost = cents * CENT;
    return place(spec);
  }

  PlaceOrder limit(long account, Side side, Outcome outcome, long contracts, int cents) {
    PlaceOrder spec = market(account, side, outcome, contracts);
    spec.type = OrderType.LIMIT;
    spec.price = cents * 100;
    return spec;
  }

  PlaceOrder market(long account, Side side, Outcome outcome, long contracts) {
    order.clear();
    order.account = account;
    order.market = currentMarket();
    order.side = side;
    order.outcome = outcome;
    order.type = OrderType.MARKET;
    order.quantity = contracts * CONTRACT;
    return order;
  }

  Exchange place(PlaceOrder spec) {
    engine.placeOrder(header(), spec);
    return this;
  }

  /** Sends a command under an idempotency key; its body is known by a number. */
  Exchange place(PlaceOrder spec, long key, long body) {
    engine.placeOrder(header().key(1, key, body), spec);
    return this;
  }

  Exchange quote(PlaceOrder spec) {
    engine.quote(header(), spec);
    return this;
  }

  /** Gives an order a price in cents and a total in contracts. */
  Exchange amend(long account, long orderId, long contracts, int cents) {
    AmendOrder command = new AmendOrder();
    command.account = account;
    command.order = orderId;
    command.price = cents * 100;
    command.quantity = contracts * CONTRACT;
    return amend(command);
  }

  Exchange amend(AmendOrder command) {
    engine.amendOrder(header(), command);
    return this;
  }

  Exchange quote(AmendOrder command) {
    engine.quoteAmendment(header(), command);
    return this;
  }

  /** Cancels what the filters leave; 0 filters nothing. */
  Exchange cancelAll(long account, long market, long event, long group) {
    CancelOrders command = new CancelOrders();
    command.account = account;
    command.market = market;
    command.event = event;
    command.group = group;
    return cancel(command);
  }

  Exchange cancel(CancelOrders command) {
    engine.cancelOrders(header(), command);
    return this;
  }

  Exchange mergeOrders(long account, long... orderIds) {
    MergeOrders command = new MergeOrders();
    command.account = account;
    for (long orderId : orderIds) {
      command.orders.add(orderId);
    }
    engine.mergeOrders(header(), command);
    return this;
  }

  Exchange group(long account, long group, GroupAction action, long contracts, long windowMs) {
    engine.changeOrderGroup(
        header(), new ChangeOrderGroup(account, group, action, contracts * CONTRACT, windowMs));
    return this;
  }

  Exchange settings(long account, boolean netting, boolean suspended) {
    engine.changeAccount(header(), new ChangeAccount(account, netting, suspended));
    return this;
  }

  Exchange exchangeState(ExchangeState state) {
    engine.setExchangeState(header(), new SetExchangeState(state));
    return this;
  }

  /** Several orders of one account; they are added by {@link #limitIn}. */
  static PlaceOrders several(long account, BatchMode mode) {
    PlaceOrders orders = new PlaceOrders();
    orders.account = account;
    orders.mode = mode;
    return orders;
  }

  /** Adds a limit order in a market to several. */
  static PlaceOrder limitIn(
      PlaceOrders orders, long market, Side side, Outcome outcome, long contracts, int cents) {
    PlaceOrder spec = orders.add();
    spec.market = market;
    spec.side = side;
    spec.outcome = outcome;
    spec.quantity = contracts * CONTRACT;
    spec.price = cents * 100;
    return spec;
  }

  Exchange place(PlaceOrders orders) {
    engine.placeOrders(header(), orders);
    return this;
  }

  Exchange quote(PlaceOrders orders) {
    engine.quoteOrders(header(), orders);
    return this;
  }

  Exchange cancel(long account, long orderId) {
    CancelOrder command = new CancelOrder();
    command.account = account;
    command.order = orderId;
    engine.cancelOrder(header(), command);
    return this;
  }

  long lastOrder() {
    return recorder.lastOrder();
  }

  Exchange at(long newTimeMs) {
    timeMs = newTimeMs;
    return this;
  }

  long timeMs() {
    return timeMs;
  }

  /** What everybody has in cash, free and held, as "ANN 100.00" lines would say it: millionths. */
  long cash(long account) {
    return balance(account, Asset.CASH)[0];
  }

  long heldCash(long account) {
    return balance(account, Asset.CASH)[1];
  }

  long shares(long account, Outcome outcome) {
    return balance(account, Asset.of(currentMarket(), outcome))[0];
  }

  long heldShares(long account, Outcome outcome) {
    return balance(account, Asset.of(currentMarket(), outcome))[1];
  }

  long[] balance(long account, long asset) {
    long[] found = new long[2];
    engine.forEachBalance(
        (a, s, free, held) -> {
          if (a == account && s == asset) {
            found[0] = free;
            found[1] = held;
          }
        });
    return found;
  }

  /** The events since the last question, as lines, must be exactly these. */
  Exchange says(String... lines) {
    assertThat(recorder.take()).containsExactly(lines);
    return this;
  }

  /** Forgets what was said so far. */
  Exchange quietly() {
    recorder.take();
    return this;
  }

  /** The last command was refused for this reason. */
  Exchange refused(Reason reason) {
    assertThat(recorder.take()).last().isEqualTo("rejected " + reason);
    return this;
  }

  CommandHeader header() {
    engine.checkInvariants();
    return header.set(timeMs, 7, ++correlation, actor);
  }

  private long currentMarket() {
    return chosenMarket > 0 ? chosenMarket : Math.max(1, lastMarket());
  }

  private long lastMarket() {
    while (engine.market(lastMarket + 1) != null) {
      lastMarket++;
    }
    return lastMarket;
  }
}
