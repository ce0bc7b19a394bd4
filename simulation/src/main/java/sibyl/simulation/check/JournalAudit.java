package sibyl.simulation.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
import sibyl.engine.SetReason;
import sibyl.engine.TradeKind;
import sibyl.engine.Units;
import sibyl.engine.command.CreateEvent;
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
import sibyl.simulation.model.Refusal;

/**
 * A reader of the journal that believes nothing. From the events alone it keeps balances, orders
 * and books, and throws a {@link Discrepancy} as soon as an event or the end of a command breaks an
 * invariant of the specification. The work per command depends on what the command touched, not on
 * the size of the exchange.
 */
public final class JournalAudit implements EventHandler {
  private final AuditedLedger ledger = new AuditedLedger();
  private final Map<Long, AuditedOrder> orders = new HashMap<>();
  private final List<Long> idsOfOrders = new ArrayList<>();
  private final Map<Long, Long> numbersOfOrders = new HashMap<>();
  private final Map<Long, AuditedMarket> markets = new HashMap<>();
  private final Set<Long> accounts = new HashSet<>();
  private final Set<String> transfers = new HashSet<>();

  private final Set<AuditedMarket> touchedMarkets = new LinkedHashSet<>();
  private final Set<AuditedOrder> placedNow = new LinkedHashSet<>();
  private Answer answer = new Answer();
  private @Nullable StatedOrder placed;
  private boolean inCommand;
  private boolean refusedNow;
  private long eventsOfCommand;
  private long lastSeq;
  private long lastTimeMs;
  private long lastTrade;
  private long checks;

  /** Starts a new {@link #answer} and forgets who was touched. */
  public void expectAnswer() {
    answer = new Answer();
    placed = null;
    ledger.touched().clear();
  }

  /** What the commands since {@link #expectAnswer} did. Orders are numbered by acceptance. */
  public Answer answer() {
    return answer;
  }

  /** What the order accepted since {@link #expectAnswer} is said to have stated; null for none. */
  public @Nullable StatedOrder placed() {
    return placed;
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
    return numbersOfOrders.getOrDefault(id, 0L);
  }

  /** The engine's id of the order accepted as number {@code number}; 0 if there is none. */
  public long idOf(long number) {
    return number < 1 || number > idsOfOrders.size() ? 0 : idsOfOrders.get((int) number - 1);
  }

  public int openOrders() {
    return orders.size();
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
    return checks;
  }

  // The frame of a command.

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    require(!inCommand, "I11 dense sequence", () -> "a command inside a command");
    require(timeMs >= lastTimeMs, "I11 dense sequence", () -> "time went back to " + timeMs);
    inCommand = true;
    refusedNow = false;
    lastTimeMs = timeMs;
    eventsOfCommand = 0;
    ledger.startCommand();
    touchedMarkets.clear();
    placedNow.clear();
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {}

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {}

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {}

  @Override
  public void onItemRejected(long seq, Rejection rejection) {}

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {}

  @Override
  public void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority) {}

  @Override
  public void onOrderReduced(
      long seq, long order, long account, long market, long by, long remaining) {}

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {}

  @Override
  public void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason) {}

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {}

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {}

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {}

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {}

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {}

  @Override
  public void onCommandEnd(long seq) {
    require(inCommand, "I11 dense sequence", () -> "end without a command");
    require(seq == lastSeq, "I11 dense sequence", () -> "ends at " + seq + ", not " + lastSeq);
    inCommand = false;
    if (refusedNow) {
      require(
          eventsOfCommand == 1,
          "I9 rejected changes nothing",
          () -> "a refusal among " + eventsOfCommand + " events");
    }
    ledger.endCommand();
    for (AuditedOrder order : placedNow) {
      if (orders.containsKey(order.id)) {
        require(order.remaining > 0, "I8 quantities add up", () -> "nothing left of " + order);
        order.resting = true;
        market(order.market).book.add(order);
      }
    }
    for (AuditedMarket market : touchedMarkets) {
      require(!market.book.crossed(), "I5 uncrossed", () -> "market " + market.number);
    }
    checkPools();
  }

  private void next(long seq) {
    require(inCommand, "I11 dense sequence", () -> "event " + seq + " outside of a command");
    require(seq == lastSeq + 1, "I11 dense sequence", () -> seq + " after " + lastSeq);
    lastSeq = seq;
    eventsOfCommand++;
  }

  // Money and shares.

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    next(seq);
    require(accounts.add(account), "I10 no second effect", () -> "account " + account + " again");
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
    checks += 2;
    ledger.post(account, asset, amount, free, held);
    if (!Asset.isCash(asset)) {
      touchedMarkets.add(market(Asset.market(asset)));
    }
  }

  @Override
  public void onSetsChanged(long seq, long account, long market, long quantity, SetReason reason) {
    next(seq);
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
    touchedMarkets.add(settled);
    long most = Units.money(settled.payout, Math.addExact(yesQuantity, noQuantity));
    require(
        yesPaid >= 0 && noPaid >= 0 && yesPaid + noPaid <= most,
        "I2 pool is the worst outcome",
        () -> "account " + account + " was paid more than its shares can win");
  }

  private void checkPools() {
    touchedMarkets.forEach(this::checkPool);
  }

  /**
   * While nothing is decided, the pool holds what both outcomes would pay, which is the same sum. A
   * settled market neither owns nor owes anything.
   */
  private void checkPool(AuditedMarket market) {
    long cash = ledger.of(new Holder(market.pool(), Asset.CASH)).total();
    long yes = supply(market, Outcome.YES);
    long no = supply(market, Outcome.NO);
    boolean backed =
        switch (market.state) {
          case CREATED, OPEN, HALTED, CLOSED ->
              yes == no && cash == Units.money(market.payout, yes);
          case RESOLVED -> cash >= 0; // Being paid out, slice by slice.
          case SETTLED -> yes == 0 && no == 0 && cash == 0;
        };
    require(
        backed,
        "I2 pool is the worst outcome",
        () ->
            "market %d, %s: %d YES, %d NO, %d in the pool"
                .formatted(market.number, market.state, yes, no, cash));
  }

  private long supply(AuditedMarket market, Outcome outcome) {
    return -ledger.of(new Holder(market.pool(), Asset.of(market.number, outcome))).total();
  }

  // Markets.

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    next(seq);
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    next(seq);
    markets.put(market, new AuditedMarket(market, spec.payout()));
    require(
        markets.size() == market, "I11 dense sequence", () -> "market " + market + " out of turn");
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    next(seq);
    checks++;
    market(market).enter(state);
    touchedMarkets.add(market(market));
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    next(seq);
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    next(seq);
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
    idsOfOrders.add(order);
    numbersOfOrders.put(order, (long) idsOfOrders.size());
    AuditedOrder audited =
        new AuditedOrder(idsOfOrders.size(), order, quantity, spec, market.payout);
    require(
        orders.put(order, audited) == null, "events agree", () -> "order id " + order + " twice");
    placedNow.add(audited);
    touchedMarkets.add(market);
    answer.place(audited.number);
    placed = StatedOrder.of(spec);
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    next(seq);
    require(
        trade.trade == ++lastTrade,
        "I11 dense sequence",
        () -> "trade " + trade.trade + " after " + (lastTrade - 1));
    require(
        trade.takerAccount != trade.makerAccount,
        "I7 no self-trade",
        () -> "account " + trade.takerAccount);
    AuditedOrder taker = order(trade.takerOrder);
    checkParty(taker, trade.takerAccount, trade.market);
    boolean betterOrEqual =
        !taker.limit
            || (taker.bid ? trade.yesPrice <= taker.yesPrice : trade.yesPrice >= taker.yesPrice);
    require(betterOrEqual, "I6 price-time", () -> "at " + trade.yesPrice + " beyond " + taker);
    if (!taker.budget) {
      taker.remaining -= trade.quantity;
      require(
          taker.remaining == trade.takerRemaining && taker.remaining >= 0,
          "I8 quantities add up",
          () -> "taker says " + trade.takerRemaining + ": " + taker);
    }
    if (trade.kind != TradeKind.AMM) {
      checkMaker(taker, trade);
    }
    checkCosts(trade);
    AuditedMarket market = market(trade.market);
    touchedMarkets.add(market);
    answer.add(fill(trade, taker.number));
  }

  private void checkMaker(AuditedOrder taker, Trade trade) {
    AuditedOrder maker = order(trade.makerOrder);
    checkParty(maker, trade.makerAccount, trade.market);
    AuditedBook book = market(trade.market).book;
    AuditedOrder first = book.first(!taker.bid);
    require(maker == first, "I6 price-time", () -> "met " + maker + " before " + first);
    require(
        trade.yesPrice == maker.yesPrice,
        "I6 price-time",
        () -> "at " + trade.yesPrice + ", not the price of " + maker);
    maker.remaining -= trade.quantity;
    require(
        maker.remaining == trade.makerRemaining && maker.remaining >= 0,
        "I8 quantities add up",
        () -> "maker says " + trade.makerRemaining + ": " + maker);
    if (maker.remaining == 0) {
      book.remove(maker);
    }
  }

  private void checkParty(AuditedOrder order, long account, long market) {
    require(
        order.account == account && order.market == market,
        "events agree",
        () -> "account " + account + " in market " + market + " with " + order);
  }

  /** What the two parties pay and receive is the price of what changed hands, exactly. */
  private void checkCosts(Trade trade) {
    long set = Units.money(market(trade.market).payout, trade.quantity);
    boolean exact =
        switch (trade.kind) {
          case TRANSFER -> trade.takerCost == trade.makerCost;
          case MINT, BURN -> trade.takerCost + trade.makerCost == set;
          case AMM -> true;
        };
    boolean fees = trade.takerFee >= 0 && trade.makerFee >= 0;
    require(exact && fees, "events agree", () -> "costs of trade " + trade.trade);
  }

  private Fill fill(Trade trade, long takerNumber) {
    return new Fill(
        trade.kind,
        trade.yesPrice,
        trade.quantity,
        takerNumber,
        trade.takerAccount,
        trade.takerCost,
        trade.takerFee,
        trade.takerRemaining,
        trade.kind == TradeKind.AMM ? 0 : order(trade.makerOrder).number,
        trade.makerAccount,
        trade.makerCost,
        trade.makerFee,
        trade.makerRemaining);
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    next(seq);
    AuditedOrder closed = order(order);
    checkParty(closed, account, market);
    orders.remove(order);
    if (closed.resting) {
      market(market).book.remove(closed);
    }
    touchedMarkets.add(market(market));
    require(
        closed.budget || closed.remaining == remaining,
        "I8 quantities add up",
        () -> "closed with " + remaining + " left: " + closed);
    require(
        (reason == CloseReason.FILLED) == (remaining == 0) || closed.budget,
        "I8 quantities add up",
        () -> reason + " with " + remaining + " left: " + closed);
    answer.add(new Closure(closed.number, reason, remaining));
  }

  private AuditedOrder order(long id) {
    AuditedOrder order = orders.get(id);
    if (order == null) {
      throw new Discrepancy("events agree", "no open order with id " + id);
    }
    return order;
  }

  // Answers.

  @Override
  public void onRejected(long seq, Rejection rejection) {
    next(seq);
    refusedNow = true;
    answer.refuse(
        new Refusal(
            rejection.reason,
            numberOf(rejection.order),
            rejection.needed,
            rejection.available,
            rejection.held,
            rejection.asset,
            rejection.nearest));
  }

  @Override
  public void onQuoted(long seq, Quote quote) {
    next(seq);
    answer.quote(
        new Estimate(
            quote.refusal,
            quote.filled,
            quote.resting,
            quote.cost,
            quote.fee,
            quote.worstPrice,
            quote.yesPriceBefore,
            quote.yesPriceAfter,
            quote.hold,
            quote.payoutIfRight));
  }

  private void require(boolean condition, String check, Supplier<String> seen) {
    checks++;
    if (!condition) {
      throw new Discrepancy(check, seen.get());
    }
  }
}
