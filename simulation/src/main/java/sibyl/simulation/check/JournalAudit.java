package sibyl.simulation.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.TradeKind;
import sibyl.engine.Units;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Text;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;
import sibyl.simulation.model.Answer;
import sibyl.simulation.model.Balance;
import sibyl.simulation.model.Closure;
import sibyl.simulation.model.Estimate;
import sibyl.simulation.model.Fill;
import sibyl.simulation.model.Holder;
import sibyl.simulation.model.Note;
import sibyl.simulation.model.Refusal;

/**
 * A reader of the journal that believes nothing. From the events alone it keeps balances, orders
 * and books, and throws a {@link Discrepancy} as soon as an event or the end of a command breaks an
 * invariant of the specification. The work per command depends on what the command touched, not on
 * the size of the exchange.
 */
public final class JournalAudit implements EventHandler {
  private static final String SEQUENCE = "I11 dense sequence";

  /** The events of one command; the last is one before the first when there were none. */
  public record Range(long firstSeq, long lastSeq) {}

  private final Checks checks = new Checks();
  private final AuditedLedger ledger = new AuditedLedger();
  private final AuditedPools pools = new AuditedPools(ledger, checks);
  private final AuditedOrders orders = new AuditedOrders(checks);
  private final Map<Long, AuditedEvent> events = new HashMap<>();
  private final Map<Long, AuditedMarket> markets = new HashMap<>();
  private final Map<Long, AuditedGroup> groups = new HashMap<>();
  private final List<Long> idsOfGroups = new ArrayList<>();
  private final Set<Long> accounts = new HashSet<>();
  private final Set<Long> suspended = new HashSet<>();
  private final Set<String> transfers = new HashSet<>();
  private final Map<Long, Range> ranges = new HashMap<>();
  private ExchangeState exchange = ExchangeState.OPEN;

  private final Set<AuditedMarket> touchedMarkets = new LinkedHashSet<>();
  private final Set<AuditedGroup> touchedGroups = new LinkedHashSet<>();
  private Answer answer = new Answer();
  private final List<StatedOrder> placed = new ArrayList<>();
  private final Set<Long> fundings = new HashSet<>();
  private @Nullable Range repeated;
  private boolean inCommand;
  private boolean aloneInCommand;
  private long correlation;
  private long firstSeq;
  private long lastSeq;
  private long lastTimeMs;
  private long lastTrade;

  /** Starts a new {@link #answer} and forgets who was touched. */
  public void expectAnswer() {
    answer = new Answer();
    placed.clear();
    fundings.clear();
    repeated = null;
    ledger.touched().clear();
  }

  /** What the commands since {@link #expectAnswer} did. Orders are numbered by acceptance. */
  public Answer answer() {
    return answer;
  }

  /** What the orders accepted since {@link #expectAnswer} are said to have stated. */
  public List<StatedOrder> placed() {
    return placed;
  }

  /** What the house gave since {@link #expectAnswer}, millionths. */
  public Set<Long> fundings() {
    return fundings;
  }

  /** The events that a command since {@link #expectAnswer} only repeats; null for none. */
  public @Nullable Range repeated() {
    return repeated;
  }

  /** The events of the command that its sender numbered so; null if there was none. */
  public @Nullable Range range(long ofCorrelation) {
    return ranges.get(ofCorrelation);
  }

  /** Whose balances the commands since {@link #expectAnswer} touched. */
  public Set<Holder> touched() {
    return ledger.touched();
  }

  public Balance balance(Holder holder) {
    return ledger.of(holder);
  }

  public Map<Holder, Balance> balances() {
    return ledger.balances();
  }

  /** The number by acceptance of an order the engine knows by {@code id}; 0 if there never was. */
  public long numberOf(long id) {
    return orders.numberOf(id);
  }

  /** The engine's id of the order accepted as number {@code number}; 0 if there is none. */
  public long idOf(long number) {
    return orders.idOf(number);
  }

  /** The engine's id of the group created as number {@code number}; 0 if there is none. */
  public long idOfGroup(long number) {
    return number < 1 || number > idsOfGroups.size() ? 0 : idsOfGroups.get((int) number - 1);
  }

  public int openOrders() {
    return orders.open();
  }

  /** What the market maker said last: YES sold, NO sold, price in billionths. */
  public long[] maker(long market) {
    AuditedMarket audited = market(market);
    return new long[] {audited.yesSold, audited.noSold, audited.yesPriceBillionths};
  }

  public long lastSeq() {
    return lastSeq;
  }

  /** How many single conditions have been checked so far. */
  public long checks() {
    return checks.count();
  }

  // The frame of a command.

  @Override
  public void onCommand(long timeMs, long origin, long sendersNumber, long actor) {
    require(!inCommand, SEQUENCE, () -> "a command inside a command");
    require(timeMs >= lastTimeMs, SEQUENCE, () -> "time went back to " + timeMs);
    inCommand = true;
    aloneInCommand = false;
    correlation = sendersNumber;
    lastTimeMs = timeMs;
    firstSeq = lastSeq + 1;
    ledger.startCommand();
    orders.startCommand();
    touchedMarkets.clear();
    touchedGroups.clear();
  }

  @Override
  public void onCommandEnd(long seq) {
    require(inCommand, SEQUENCE, () -> "end without a command");
    require(seq == lastSeq, SEQUENCE, () -> "ends at " + seq + ", not " + lastSeq);
    inCommand = false;
    if (aloneInCommand) {
      require(
          firstSeq == lastSeq,
          "I9 rejected changes nothing",
          () -> "a refusal or repetition among " + (lastSeq - firstSeq + 1) + " events");
    }
    if (correlation != 0) {
      ranges.put(correlation, new Range(firstSeq, lastSeq));
    }
    ledger.endCommand();
    orders.endCommand(markets);
    for (AuditedMarket market : touchedMarkets) {
      require(!market.book.crossed(), "I5 uncrossed", () -> "market " + market.number);
      pools.check(market);
    }
    for (AuditedGroup group : touchedGroups) {
      require(
          !group.mustTrigger(lastTimeMs),
          "group limit",
          () -> "group " + group.number + " filled more than it may and goes on");
    }
  }

  private void next(long seq) {
    require(inCommand, SEQUENCE, () -> "event " + seq + " outside of a command");
    require(seq == lastSeq + 1, SEQUENCE, () -> seq + " after " + lastSeq);
    lastSeq = seq;
  }

  // Accounts and money.

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    next(seq);
    require(accounts.add(account), "I10 no second effect", () -> "account " + account + " again");
    answer.add(new Note.AccountOpened(account, netting));
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean isSuspended) {
    next(seq);
    if (isSuspended) {
      suspended.add(account);
    } else {
      suspended.remove(account);
    }
    answer.add(new Note.AccountChanged(account, netting, isSuspended));
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    next(seq);
    exchange = state;
    answer.add(new Note.Exchange(state));
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    next(seq);
    require(
        transfers.add(transfer.idHigh() + ":" + transfer.idLow()),
        "I10 no second effect",
        () -> "transfer again: " + transfer);
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    next(seq);
    ledger.post(account, asset, amount, free, held, checks);
    if (!Asset.isCash(asset)) {
      touchedMarkets.add(market(Asset.market(asset)));
    }
    if (reason == PostingReason.FUNDING) {
      fundings.add(Math.abs(amount));
    }
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    next(seq);
    if (reason != SetReason.NETTING) {
      checkMayTrade(account);
    }
    answer.add(new Note.Sets(account, market, quantity, reason));
  }

  @Override
  public void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {
    next(seq);
    answer.add(new Note.Holding(account, market, outcome, quantity, amount, reason));
  }

  // Markets.

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    next(seq);
    events.put(event, new AuditedEvent(event, spec.exclusive()));
    require(events.size() == event, SEQUENCE, () -> "event " + event + " out of turn");
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    next(seq);
    answer.add(new Note.Edited(edit));
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    next(seq);
    for (AuditedMarket market : Objects.requireNonNull(events.get(event)).markets) {
      market.takenBack = true;
    }
    answer.add(new Note.Deleted(event, reason));
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    next(seq);
    AuditedEvent its = events.get(event);
    if (its == null) {
      throw new Discrepancy("events agree", "no event " + event);
    }
    AuditedMarket created = new AuditedMarket(market, its, spec);
    its.markets.add(created);
    markets.put(market, created);
    require(markets.size() == market, SEQUENCE, () -> "market " + market + " out of turn");
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    next(seq);
    answer.add(new Note.Scheduled(market, openAtMs, closeAtMs));
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    next(seq);
    market(market).enter(state);
    touchedMarkets.add(market(market));
    answer.add(new Note.Market(market, state));
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    next(seq);
    AuditedMarket moved = market(market);
    moved.yesSold = yesSold;
    moved.noSold = noSold;
    moved.yesPriceBillionths = yesPriceBillionths;
    touchedMarkets.add(moved);
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    next(seq);
    answer.add(new Note.Liquidity(market, liquidity));
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    next(seq);
    answer.add(new Note.Proposed(market, yesFraction));
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    next(seq);
    market(market).yesFraction = yesFraction;
    answer.add(new Note.Resolved(market, yesFraction, finalAtMs));
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    next(seq);
    answer.add(new Note.Challenged(market));
  }

  @Override
  public void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid) {
    next(seq);
    AuditedMarket settled = market(market);
    settled.event.paid++;
    touchedMarkets.add(settled);
    long most = Units.money(settled.payout, Math.addExact(yesQuantity, noQuantity));
    require(
        yesPaid >= 0 && noPaid >= 0 && yesPaid + noPaid <= most,
        "I2 pool is the worst outcome",
        () -> "account " + account + " was paid more than its shares can win");
    answer.add(new Note.Settled(account, market, yesQuantity, noQuantity, yesPaid, noPaid));
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    next(seq);
    answer.add(new Note.Producer(account, market, authorised));
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    next(seq);
    answer.add(new Note.Recipe(recipe.market(), recipe.ingredients().toString()));
  }

  private AuditedMarket market(long number) {
    AuditedMarket market = markets.get(number);
    if (market == null) {
      throw new Discrepancy("events agree", "no market " + number);
    }
    return market;
  }

  // Orders and trades.

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    next(seq);
    AuditedMarket market = market(spec.market);
    checkMayTrade(spec.account);
    require(
        market.state == MarketState.OPEN,
        "I14 legal lifecycle",
        () -> "an order in market " + market.number + ", " + market.state);
    AuditedGroup group = groups.get(spec.orderGroup);
    require(
        spec.orderGroup == 0
            || group != null && group.account == spec.account && !group.isTriggered(),
        "group limit",
        () -> "order taken for group " + spec.orderGroup);
    AuditedOrder audited = orders.place(order, quantity, spec, market);
    touchedMarkets.add(market);
    answer.place(audited.number);
    placed.add(StatedOrder.of(spec));
  }

  private void checkMayTrade(long account) {
    require(
        exchange == ExchangeState.OPEN && !suspended.contains(account),
        "open to trade",
        () -> "account " + account + " acts while it or the exchange is stopped");
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int count, Text clientOrderId) {
    next(seq);
    answer.add(new Note.Basket(basket, account, count, clientOrderId.toString()));
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    next(seq);
    require(
        trade.trade == ++lastTrade,
        SEQUENCE,
        () -> "trade " + trade.trade + " after " + (lastTrade - 1));
    AuditedMarket market = market(trade.market);
    orders.trade(trade, market);
    touchedMarkets.add(market);
    AuditedOrder taker = orders.order(trade.takerOrder);
    countForGroup(taker, trade.quantity);
    long makerNumber = 0;
    if (trade.kind != TradeKind.AMM) {
      AuditedOrder maker = orders.order(trade.makerOrder);
      countForGroup(maker, trade.quantity);
      makerNumber = maker.number;
    }
    answer.add(fill(trade, taker.number, makerNumber));
  }

  private void countForGroup(AuditedOrder order, long quantity) {
    AuditedGroup group = groups.get(order.group);
    if (group != null) {
      group.fill(lastTimeMs, quantity);
      touchedGroups.add(group);
    }
  }

  private static Fill fill(Trade trade, long takerNumber, long makerNumber) {
    return new Fill(
        trade.kind,
        trade.yesPrice,
        trade.quantity,
        takerNumber,
        trade.takerAccount,
        trade.takerCost,
        trade.takerFee,
        trade.takerRemaining,
        makerNumber,
        trade.makerAccount,
        trade.makerCost,
        trade.makerFee,
        trade.makerRemaining);
  }

  @Override
  public void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    next(seq);
    AuditedOrder amended =
        orders.amend(
            order, account, market(market), price, quantity, remaining, keptPriority, restated);
    touchedMarkets.add(market(market));
    answer.add(
        new Note.Amended(amended.number, price, quantity, remaining, keptPriority, restated));
  }

  @Override
  public void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason) {
    next(seq);
    AuditedOrder reduced = orders.reduce(order, account, market, by, remaining, reason);
    touchedMarkets.add(market(market));
    answer.add(new Note.Reduced(reduced.number, by, remaining, reason));
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    next(seq);
    AuditedOrder closed = orders.close(order, account, market(market), reason, remaining);
    touchedMarkets.add(market(market));
    answer.add(new Closure(closed.number, reason, remaining));
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    next(seq);
    if (!groups.containsKey(group)) {
      require(state == GroupState.ACTIVE, "events agree", () -> "no group " + group);
      idsOfGroups.add(group);
      groups.put(group, new AuditedGroup(idsOfGroups.size(), account));
    }
    AuditedGroup changed = groups.get(group);
    require(changed.account == account, "events agree", () -> "group " + group + " of another");
    changed.change(limit, windowMs);
    switch (state) {
      case ACTIVE -> changed.activate();
      case TRIGGERED -> changed.trigger();
      case DELETED -> groups.remove(group);
    }
    touchedGroups.add(changed);
    answer.add(new Note.Group(changed.number, account, limit, windowMs, state));
  }

  // Answers.

  @Override
  public void onRejected(long seq, Rejection rejection) {
    next(seq);
    aloneInCommand = true;
    answer.refuse(refusal(rejection));
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    next(seq);
    answer.refuseItem(refusal(rejection));
  }

  @Override
  public void onRepeated(long seq, long first, long last) {
    next(seq);
    aloneInCommand = true;
    repeated = new Range(first, last);
    require(
        ranges.containsValue(repeated),
        "I10 no second effect",
        () -> "repeats events " + first + " to " + last + ", which no command had");
  }

  private Refusal refusal(Rejection rejection) {
    return new Refusal(
        rejection.reason,
        numberOf(rejection.order),
        rejection.needed,
        rejection.available,
        rejection.held,
        rejection.asset,
        rejection.nearest,
        rejection.item);
  }

  @Override
  public void onQuoted(long seq, Quote quote) {
    next(seq);
    answer.quote(
        new Estimate(
            quote.item,
            quote.refusal,
            quote.filled,
            quote.resting,
            quote.cost,
            quote.fee,
            quote.worstPrice,
            quote.yesPriceBefore,
            quote.yesPriceAfter,
            quote.hold,
            quote.payoutIfRight,
            quote.keepsPriority));
  }

  private void require(boolean condition, String check, Supplier<String> seen) {
    checks.require(condition, check, seen);
  }
}
