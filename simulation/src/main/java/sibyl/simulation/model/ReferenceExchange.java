package sibyl.simulation.model;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.ExchangeState;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.TransferKind;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/**
 * The exchange as its specification says it, and nothing more. Orders, groups and baskets are
 * numbered by acceptance from 1, markets and events by creation. Not thread-safe, and not fast.
 */
public final class ReferenceExchange implements CommandHandler {
  private record TransferId(long high, long low) {}

  private final ModelState state;
  private final Set<TransferId> transfers = new HashSet<>();
  private final Map<Long, Integer> transfersOf = new HashMap<>();
  private final Keys keys;
  private final TradingFloor floor;
  private final OrderDesk orders;
  private final BatchDesk batches;
  private final GroupDesk groups;
  private final MarketDesk markets;
  private final ResolutionDesk resolutions;
  private final SetDesk sets;
  private final GoodsDesk goods;

  public ReferenceExchange(Limits limits) {
    state = new ModelState(limits);
    keys = new Keys(limits.keys(), limits.keysPerActor(), limits.keysForMs());
    ClientIds clientIds =
        new ClientIds(
            limits.clientOrderIds(),
            limits.clientOrderIdsPerAccount(),
            limits.clientOrderIdsForMs());
    floor = new TradingFloor(state);
    orders = new OrderDesk(state, floor, clientIds);
    batches = new BatchDesk(state, floor, orders, clientIds);
    groups = new GroupDesk(state, floor);
    resolutions = new ResolutionDesk(state);
    markets = new MarketDesk(state, floor, resolutions);
    sets = new SetDesk(state, floor);
    goods = new GoodsDesk(state, orders);
  }

  /** Starts a new {@link #answer}. */
  public void expectAnswer() {
    state.answer = new Answer();
  }

  /** What the commands and timers since {@link #expectAnswer} did. */
  public Answer answer() {
    return state.answer;
  }

  /** Whose balances changed since this was asked last. */
  public Set<Holder> takeTouched() {
    return state.balances.takeTouched();
  }

  public Balance balance(Holder holder) {
    return state.balances.of(holder.account(), holder.asset());
  }

  /** Every balance that is not zero. */
  public Map<Holder, Balance> balances() {
    return state.balances.all();
  }

  /** What market makers were seen to be given and to trade in the command that comes next. */
  public void observeMakers(Set<Long> fundings, List<MakerRounding.Seen> trades) {
    state.rounding.observe(fundings, trades);
  }

  /** Whether the figures of this answer may be one millionth off; see the maker's rounding. */
  public boolean doubted() {
    return state.rounding.doubted();
  }

  /** Every order that rests, oldest first. */
  public List<RestingOrder> openOrders() {
    return state.open.values().stream()
        .sorted(Comparator.comparingLong(order -> order.number))
        .map(ModelOrder::resting)
        .toList();
  }

  public int openOrderCount() {
    return state.open.size();
  }

  /** The state of a market; null if there is none. */
  public @Nullable MarketState state(long market) {
    ModelMarket found = state.markets.get(market);
    return found == null ? null : found.state;
  }

  /**
   * A market maker's view of a market: YES sold, NO sold, YES price in billionths of the payout;
   * null if none.
   */
  public long @Nullable [] maker(long market) {
    ModelMarket found = state.markets.get(market);
    ModelMaker maker = found == null ? null : found.maker();
    if (found == null || maker == null) {
      return null;
    }
    int outcome = found.makersOutcome();
    BigDecimal logOdds = maker.rule().logOdds(maker.sold(outcome), maker.againstOthers(outcome));
    long exact = maker.rule().price(logOdds).movePointRight(9).longValue();
    long billionths = Math.min(Math.max(exact, 1), 999_999_999);
    long yesSold = maker.sold(outcome) + maker.soldAsNo(outcome);
    long noSold = found.event.exclusive ? maker.soldAsNo(outcome) : maker.sold(1);
    return new long[] {yesSold, noSold, billionths};
  }

  /** The other markets of the event that a market belongs to, and itself. */
  public List<Long> besides(long market) {
    ModelMarket found = state.markets.get(market);
    return found == null
        ? List.of()
        : found.event.markets.stream().map(other -> other.number).toList();
  }

  /** What the resolved markets of an event leave to this one, in ten-thousandths. */
  public int undecided(long market) {
    ModelMarket found = state.markets.get(market);
    return found == null ? 0 : found.event.undecided();
  }

  /** Whether all other markets of its event are resolved. */
  public boolean isLastUndecided(long market) {
    ModelMarket found = state.markets.get(market);
    return found != null
        && found.event.markets.stream().allMatch(other -> other == found || other.decided());
  }

  /** Whether the exchange as a whole does not take everything now. */
  public boolean isStopped() {
    return state.exchange != ExchangeState.OPEN;
  }

  /** Lets time have its effects. */
  public void onTimer(long nowMs) {
    state.nowMs = Math.max(state.nowMs, nowMs);
    orders.expire();
    markets.onTimer();
    resolutions.onTimer();
  }

  /** Does what is asked, unless it has been done before under the same key. */
  private void once(CommandHeader header, Runnable command) {
    state.nowMs = Math.max(state.nowMs, header.timeMs);
    Keys.Use use = header.hasKey() ? keys.find(header) : null;
    if (use == null) {
      command.run();
      floor.triggerGroups();
      if (header.hasKey() && state.answer.refusal() == null) {
        keys.remember(header);
      }
    } else if (use.bodyHash() == header.bodyHash) {
      state.answer.repeat(use.correlation());
    } else {
      state.refuse(Reason.IDEMPOTENCY_CONFLICT);
    }
  }

  // Accounts and money.

  @Override
  public void openAccount(CommandHeader header, OpenAccount command) {
    once(header, () -> open(command));
  }

  private void open(OpenAccount command) {
    if (!Accounts.isPerson(command.account())) {
      state.refuse(Reason.INVALID_COMMAND);
    } else if (state.accounts.containsKey(command.account())) {
      state.refuse(Reason.ACCOUNT_EXISTS);
    } else {
      state.accounts.put(command.account(), new ModelAccount(command.account(), command.netting()));
      state.answer.add(new Note.AccountOpened(command.account(), command.netting()));
    }
  }

  @Override
  public void changeAccount(CommandHeader header, ChangeAccount command) {
    once(header, () -> change(command));
  }

  private void change(ChangeAccount command) {
    ModelAccount account = state.person(command.account());
    if (account == null) {
      state.refuse(Reason.UNKNOWN_ACCOUNT);
    } else {
      account.netting = command.netting();
      account.suspended = command.suspended();
      state.answer.add(
          new Note.AccountChanged(command.account(), command.netting(), command.suspended()));
    }
  }

  @Override
  public void transfer(CommandHeader header, Transfer command) {
    once(header, () -> move(command));
  }

  private void move(Transfer command) {
    if (!state.refused(refusalOf(command))) {
      transfers.add(new TransferId(command.idHigh(), command.idLow()));
      transfersOf.merge(command.from(), 1, Integer::sum);
      transfersOf.merge(command.to(), 1, Integer::sum);
      state.balances.move(command.from(), command.to(), Asset.CASH, command.amount());
    }
  }

  private @Nullable Refusal refusalOf(Transfer command) {
    if (transfers.contains(new TransferId(command.idHigh(), command.idLow()))) {
      return Refusal.of(Reason.DUPLICATE_TRANSFER);
    }
    if (command.amount() <= 0 || command.amount() > state.limits.houseDebt()) {
      return Refusal.of(Reason.AMOUNT_OUT_OF_RANGE);
    }
    if (command.from() == command.to()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    // Pools and makers hold exactly what they must, so they are not among the accounts.
    if (!state.accounts.containsKey(command.from()) || !state.accounts.containsKey(command.to())) {
      return Refusal.of(Reason.UNKNOWN_ACCOUNT);
    }
    if (crossesSegments(command)) {
      return Refusal.of(Reason.OTHER_SEGMENT);
    }
    ModelAccount payer = state.person(command.from());
    if (payer != null && payer.suspended && command.kind() == TransferKind.WITHDRAWAL) {
      return Refusal.of(Reason.ACCOUNT_SUSPENDED);
    }
    if ((Accounts.isPerson(command.from()) && hasAllTransfers(command.from()))
        || (command.kind() == TransferKind.DEPOSIT
            && Accounts.isPerson(command.to())
            && hasAllTransfers(command.to()))) {
      return Refusal.of(Reason.LIMIT_EXCEEDED);
    }
    if (!Accounts.mayOwe(command.from())) {
      return state.lack(Reason.INSUFFICIENT_BALANCE, command.from(), Asset.CASH, command.amount());
    }
    long after = state.balances.free(command.from(), Asset.CASH) - command.amount();
    return after < -state.limits.houseDebt() ? Refusal.of(Reason.AMOUNT_OUT_OF_RANGE) : null;
  }

  private boolean hasAllTransfers(long account) {
    return transfersOf.getOrDefault(account, 0) >= state.limits.transfersPerAccount();
  }

  /** Play money is what the house gives and takes; it goes nowhere else. */
  private static boolean crossesSegments(Transfer command) {
    Set<Integer> segments = new HashSet<>();
    for (long account : new long[] {command.from(), command.to()}) {
      if (Accounts.isPerson(account)) {
        segments.add(Accounts.segment(account));
      }
    }
    boolean onlyRealMoney = segments.stream().allMatch(s -> s == Accounts.REAL_MONEY);
    boolean byTheHouse =
        command.kind() == TransferKind.ADJUSTMENT || command.kind() == TransferKind.FUNDING;
    return !onlyRealMoney && !(segments.size() == 1 && byTheHouse);
  }

  @Override
  public void setExchangeState(CommandHeader header, SetExchangeState command) {
    once(
        header,
        () -> {
          state.exchange = command.state();
          state.answer.add(new Note.Exchange(command.state()));
        });
  }

  // Markets.

  @Override
  public void createEvent(CommandHeader header, CreateEvent command) {
    once(header, () -> markets.create(command));
  }

  @Override
  public void editEvent(CommandHeader header, EditEvent command) {
    once(header, () -> markets.edit(command));
  }

  @Override
  public void deleteEvent(CommandHeader header, DeleteEvent command) {
    once(header, () -> markets.delete(command));
  }

  @Override
  public void changeMarketState(CommandHeader header, ChangeMarketState command) {
    once(header, () -> markets.change(command));
  }

  @Override
  public void scheduleMarket(CommandHeader header, ScheduleMarket command) {
    once(header, () -> markets.schedule(command));
  }

  @Override
  public void addLiquidity(CommandHeader header, AddLiquidity command) {
    once(header, () -> markets.deepen(command));
  }

  @Override
  public void proposeResolution(CommandHeader header, ProposeResolution command) {
    once(header, () -> resolutions.propose(header, command));
  }

  @Override
  public void confirmResolution(CommandHeader header, ConfirmResolution command) {
    once(header, () -> resolutions.confirm(header, command));
  }

  @Override
  public void challengeResolution(CommandHeader header, ChallengeResolution command) {
    once(header, () -> resolutions.challenge(command));
  }

  @Override
  public void settleMarket(CommandHeader header, SettleMarket command) {
    once(header, () -> resolutions.settle(command));
  }

  // Orders.

  @Override
  public void placeOrder(CommandHeader header, PlaceOrder command) {
    once(header, () -> orders.place(command));
  }

  @Override
  public void amendOrder(CommandHeader header, AmendOrder command) {
    once(header, () -> orders.amend(command));
  }

  @Override
  public void cancelOrder(CommandHeader header, CancelOrder command) {
    once(header, () -> orders.cancel(command));
  }

  @Override
  public void cancelOrders(CommandHeader header, CancelOrders command) {
    once(header, () -> orders.cancel(command));
  }

  @Override
  public void mergeOrders(CommandHeader header, MergeOrders command) {
    once(header, () -> orders.merge(command));
  }

  @Override
  public void placeOrders(CommandHeader header, PlaceOrders command) {
    once(header, () -> batches.place(command));
  }

  @Override
  public void changeOrderGroup(CommandHeader header, ChangeOrderGroup command) {
    once(header, () -> groups.change(command));
  }

  // Shares and goods.

  @Override
  public void changeSets(CommandHeader header, ChangeSets command) {
    once(header, () -> sets.change(command));
  }

  @Override
  public void convertShares(CommandHeader header, ConvertShares command) {
    once(header, () -> sets.convert(command));
  }

  @Override
  public void adjustInventory(CommandHeader header, AdjustInventory command) {
    once(header, () -> goods.adjust(command));
  }

  @Override
  public void authoriseProducer(CommandHeader header, AuthoriseProducer command) {
    once(header, () -> goods.authorise(command));
  }

  @Override
  public void setRecipe(CommandHeader header, SetRecipe command) {
    once(header, () -> goods.setRecipe(command));
  }

  @Override
  public void produce(CommandHeader header, Produce command) {
    once(header, () -> goods.produce(command));
  }

  @Override
  public void acceptOffer(CommandHeader header, AcceptOffer command) {
    once(header, () -> goods.accept(command));
  }

  // Quotes do nothing, so that it does not matter whether they are repeated.

  @Override
  public void quote(CommandHeader header, PlaceOrder command) {
    state.nowMs = Math.max(state.nowMs, header.timeMs);
    orders.quote(command);
  }

  @Override
  public void quoteAmendment(CommandHeader header, AmendOrder command) {
    state.nowMs = Math.max(state.nowMs, header.timeMs);
    orders.quote(command);
  }

  @Override
  public void quoteOrders(CommandHeader header, PlaceOrders command) {
    state.nowMs = Math.max(state.nowMs, header.timeMs);
    batches.quote(command);
  }
}
