package sibyl.simulation.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.Units;
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
import sibyl.engine.command.MarketSpec;
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
 * The exchange as its specification says it, and nothing more. Orders are numbered by acceptance
 * from 1, markets and events by creation. Not thread-safe, and not fast.
 */
public final class ReferenceExchange implements CommandHandler {
  private static final int RATE_MAX = 10_000;

  private record TransferId(long high, long low) {}

  private final Limits limits;
  private final Map<Long, Boolean> accounts = new HashMap<>();
  private final Map<Long, ModelMarket> markets = new HashMap<>();
  private final Set<TransferId> transfers = new HashSet<>();
  private final Balances balances = new Balances();
  private final MakerRounding rounding = new MakerRounding();
  private final OrderDesk desk;
  private Answer answer = new Answer();

  public ReferenceExchange(Limits limits) {
    this.limits = limits;
    for (long house :
        new long[] {Accounts.EXTERNAL, Accounts.FEES, Accounts.BONUS, Accounts.HOUSE}) {
      accounts.put(house, false);
    }
    desk = new OrderDesk(limits, accounts, markets, balances, rounding);
  }

  /** Starts a new {@link #answer}. */
  public void expectAnswer() {
    answer = new Answer();
  }

  /** What the commands and timers since {@link #expectAnswer} did. */
  public Answer answer() {
    return answer;
  }

  /** Whose balances changed since this was asked last. */
  public Set<Holder> takeTouched() {
    return balances.takeTouched();
  }

  public Balance balance(Holder holder) {
    return balances.of(holder.account(), holder.asset());
  }

  /** Every balance that is not zero. */
  public Map<Holder, Balance> balances() {
    return balances.all();
  }

  /** What market makers were seen to charge for the command that comes next. */
  public void observeMakerCosts(Set<Long> costs) {
    rounding.observe(costs);
  }

  /** Whether the figures of this answer may be one millionth off; see the maker's rounding. */
  public boolean doubted() {
    return rounding.doubted();
  }

  /** Every order that rests, oldest first. */
  public List<RestingOrder> openOrders() {
    return desk.open().values().stream()
        .sorted(Comparator.comparingLong(order -> order.number))
        .map(ModelOrder::resting)
        .toList();
  }

  public int openOrderCount() {
    return desk.open().size();
  }

  /** The state of a market; null if there is none. */
  public @Nullable MarketState state(long market) {
    ModelMarket found = markets.get(market);
    return found == null ? null : found.state;
  }

  /** A market maker: YES sold, NO sold, YES price in billionths of the payout; null if none. */
  public long @Nullable [] maker(long market) {
    ModelMarket found = markets.get(market);
    if (found == null || !found.hasMaker() || found.state == MarketState.CREATED) {
      return null;
    }
    long billionths =
        found.rule.yesPrice(found.yesSold, found.noSold).movePointRight(9).longValue();
    return new long[] {found.yesSold, found.noSold, billionths};
  }

  // Accounts and money.

  @Override
  public void openAccount(CommandHeader header, OpenAccount command) {
    if (!Accounts.isPerson(command.account())) {
      refuse(Reason.INVALID_COMMAND);
    } else if (accounts.containsKey(command.account())) {
      refuse(Reason.ACCOUNT_EXISTS);
    } else {
      accounts.put(command.account(), command.netting());
    }
  }

  @Override
  public void transfer(CommandHeader header, Transfer command) {
    Refusal refusal = refusalOf(command);
    if (refusal != null) {
      answer.refuse(refusal);
      return;
    }
    transfers.add(new TransferId(command.idHigh(), command.idLow()));
    balances.move(command.from(), command.to(), Asset.CASH, command.amount());
  }

  private @Nullable Refusal refusalOf(Transfer command) {
    if (transfers.contains(new TransferId(command.idHigh(), command.idLow()))) {
      return Refusal.of(Reason.DUPLICATE_TRANSFER);
    }
    if (command.amount() <= 0 || command.amount() > limits.houseDebt()) {
      return Refusal.of(Reason.AMOUNT_OUT_OF_RANGE);
    }
    if (command.from() == command.to()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    // Pools and makers hold exactly what they must, so they are not among the accounts.
    if (!accounts.containsKey(command.from()) || !accounts.containsKey(command.to())) {
      return Refusal.of(Reason.UNKNOWN_ACCOUNT);
    }
    Balance has = balances.of(command.from(), Asset.CASH);
    if (Accounts.mayOwe(command.from())) {
      return has.free() - command.amount() < -limits.houseDebt()
          ? Refusal.of(Reason.AMOUNT_OUT_OF_RANGE)
          : null;
    }
    return has.free() >= command.amount()
        ? null
        : new Refusal(
            Reason.INSUFFICIENT_BALANCE,
            0,
            command.amount(),
            has.free(),
            has.held(),
            Asset.CASH,
            0);
  }

  // Markets.

  @Override
  public void createEvent(CommandHeader header, CreateEvent command) {
    if (command.markets().isEmpty()
        || command.markets().stream().anyMatch(spec -> !makesSense(spec))) {
      refuse(Reason.INVALID_COMMAND);
      return;
    }
    if (command.markets().stream().anyMatch(spec -> !withinLimits(spec))) {
      refuse(Reason.LIMIT_EXCEEDED);
      return;
    }
    for (MarketSpec spec : command.markets()) {
      long number = markets.size() + 1L;
      markets.put(number, new ModelMarket(number, spec));
    }
  }

  private static boolean makesSense(MarketSpec spec) {
    boolean prices =
        spec.payout() >= 2
            && spec.tick() >= 1
            && spec.payout() % spec.tick() == 0
            && spec.payout() / spec.tick() >= 2;
    boolean maker = spec.mode() == MarketMode.BOOK ? spec.liquidity() == 0 : spec.liquidity() > 0;
    int most = spec.fee() == FeeKind.QUADRATIC ? RATE_MAX / 2 : RATE_MAX;
    boolean rates =
        spec.takerRate() >= 0
            && spec.takerRate() <= most
            && spec.makerRate() >= 0
            && spec.makerRate() <= most;
    boolean free = spec.takerRate() == 0 && spec.makerRate() == 0;
    return prices && maker && rates && spec.lot() >= 1 && (spec.fee() != FeeKind.NONE || free);
  }

  private boolean withinLimits(MarketSpec spec) {
    long mostShares = limits.orderNotional() / spec.payout();
    return spec.payout() <= limits.payout()
        && spec.payout() / spec.tick() - 1 <= limits.levels()
        && spec.lot() <= mostShares
        && spec.liquidity() <= mostShares;
  }

  @Override
  public void changeMarketState(CommandHeader header, ChangeMarketState command) {
    ModelMarket market = existing(command.market());
    if (market == null) {
      return;
    }
    MarketState from = market.state;
    boolean legal =
        switch (command.to()) {
          case OPEN -> from == MarketState.CREATED || from == MarketState.HALTED;
          case HALTED -> from == MarketState.OPEN;
          case CLOSED -> from == MarketState.OPEN || from == MarketState.HALTED;
          case CREATED, RESOLVED, SETTLED -> false;
        };
    if (!legal) {
      refuse(Reason.ILLEGAL_TRANSITION);
      return;
    }
    boolean funds = from == MarketState.CREATED && market.hasMaker();
    long funding = funds ? market.rule.funding() : 0;
    if (balances.free(Accounts.HOUSE, Asset.CASH) - funding < -limits.houseDebt()) {
      refuse(Reason.AMOUNT_OUT_OF_RANGE);
      return;
    }
    market.state = command.to();
    balances.move(Accounts.HOUSE, market.maker(), Asset.CASH, funding);
    switch (command.to()) {
      case HALTED -> takeDown(market, CloseReason.HALTED, true);
      case CLOSED -> takeDown(market, CloseReason.MARKET_CLOSED, false);
      case OPEN, CREATED, RESOLVED, SETTLED -> {}
    }
  }

  private void takeDown(ModelMarket market, CloseReason reason, boolean onlyIfAsked) {
    for (ModelOrder order : market.resting()) {
      if (order.cancelOnHalt || !onlyIfAsked) {
        desk.takeDown(order, reason, answer);
      }
    }
  }

  @Override
  public void proposeResolution(CommandHeader header, ProposeResolution command) {
    ModelMarket market = existing(command.market());
    if (market == null) {
      return;
    }
    if (command.yesFraction() < 0 || command.yesFraction() > Units.WHOLE_FRACTION) {
      refuse(Reason.INVALID_COMMAND);
    } else if (market.state != MarketState.CLOSED) {
      refuse(Reason.ILLEGAL_TRANSITION);
    } else {
      market.proposedYesFraction = command.yesFraction();
    }
  }

  @Override
  public void confirmResolution(CommandHeader header, ConfirmResolution command) {
    ModelMarket market = existing(command.market());
    if (market == null) {
      return;
    }
    if (market.state != MarketState.CLOSED || market.proposedYesFraction == null) {
      refuse(Reason.ILLEGAL_TRANSITION);
    } else {
      market.yesFraction = market.proposedYesFraction;
      market.state = MarketState.RESOLVED;
    }
  }

  @Override
  public void settleMarket(CommandHeader header, SettleMarket command) {
    ModelMarket market = existing(command.market());
    if (market == null) {
      return;
    }
    if (market.state != MarketState.RESOLVED) {
      refuse(Reason.ILLEGAL_TRANSITION);
      return;
    }
    Set<Long> holders = new HashSet<>();
    for (Holder holder : balances.all().keySet()) {
      if (!Asset.isCash(holder.asset())
          && Asset.market(holder.asset()) == market.number
          && holder.account() != market.pool()) {
        holders.add(holder.account());
      }
    }
    holders.forEach(holder -> payOut(market, holder));
    empty(market.pool(), Accounts.FEES);
    empty(market.maker(), Accounts.HOUSE);
    market.state = MarketState.SETTLED;
  }

  /** Each holder's shares of each outcome are worth their fraction, rounded down. */
  private void payOut(ModelMarket market, long holder) {
    for (Outcome outcome : Outcome.values()) {
      int fraction =
          outcome == Outcome.YES ? market.yesFraction : Units.WHOLE_FRACTION - market.yesFraction;
      long shares = balances.free(holder, market.shares(outcome));
      long paid =
          Math.multiplyExact(Units.money(market.payout(), shares), (long) fraction)
              / Units.WHOLE_FRACTION;
      balances.move(holder, market.pool(), market.shares(outcome), shares);
      balances.move(market.pool(), holder, Asset.CASH, paid);
    }
  }

  private void empty(long from, long to) {
    balances.move(from, to, Asset.CASH, balances.free(from, Asset.CASH));
  }

  private @Nullable ModelMarket existing(long number) {
    ModelMarket market = markets.get(number);
    if (market == null || market.state == MarketState.SETTLED) {
      refuse(Reason.UNKNOWN_MARKET);
      return null;
    }
    return market;
  }

  // Orders.

  @Override
  public void placeOrder(CommandHeader header, PlaceOrder command) {
    desk.place(command, header.timeMs, answer);
  }

  /** The order is meant by its number here. */
  @Override
  public void cancelOrder(CommandHeader header, CancelOrder command) {
    desk.cancel(command, answer);
  }

  @Override
  public void quote(CommandHeader header, PlaceOrder command) {
    desk.quote(command, header.timeMs, answer);
  }

  /** Lets time have its effects. */
  public void onTimer(long nowMs) {
    desk.expire(nowMs, answer);
  }

  private void refuse(Reason reason) {
    answer.refuse(Refusal.of(reason));
  }

  @Override
  public void amendOrder(CommandHeader header, AmendOrder command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void placeOrders(CommandHeader header, PlaceOrders command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void quoteOrders(CommandHeader header, PlaceOrders command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancelOrders(CommandHeader header, CancelOrders command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void mergeOrders(CommandHeader header, MergeOrders command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changeOrderGroup(CommandHeader header, ChangeOrderGroup command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changeSets(CommandHeader header, ChangeSets command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void convertShares(CommandHeader header, ConvertShares command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scheduleMarket(CommandHeader header, ScheduleMarket command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void challengeResolution(CommandHeader header, ChallengeResolution command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addLiquidity(CommandHeader header, AddLiquidity command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setExchangeState(CommandHeader header, SetExchangeState command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changeAccount(CommandHeader header, ChangeAccount command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void adjustInventory(CommandHeader header, AdjustInventory command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void authoriseProducer(CommandHeader header, AuthoriseProducer command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setRecipe(CommandHeader header, SetRecipe command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void produce(CommandHeader header, Produce command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void acceptOffer(CommandHeader header, AcceptOffer command) {
    throw new UnsupportedOperationException();
  }
}
