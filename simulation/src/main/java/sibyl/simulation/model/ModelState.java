package sibyl.simulation.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.ExchangeState;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.limits.Limits;

/** Everything the exchange knows, for its desks to share, and the answer they are working on. */
final class ModelState {
  /** An account and a good that it may produce. */
  record Producer(long account, long market) {}

  /** What an account wants to do. */
  enum Wish {
    /** Could trade, reserve or make something new. */
    TRADE,
    /** Only changes how its orders are arranged. */
    ARRANGE,
    /** Only takes orders down. */
    CANCEL
  }

  final Limits limits;
  final Map<Long, ModelAccount> accounts = new HashMap<>();
  final Map<Long, ModelEvent> events = new HashMap<>();
  final Map<Long, ModelMarket> markets = new HashMap<>();
  final Map<Long, ModelGroup> groups = new HashMap<>();
  final Set<Producer> producers = new HashSet<>();
  final Balances balances = new Balances();
  final MakerRounding rounding = new MakerRounding();

  /** Orders that rest, by number. */
  final Map<Long, ModelOrder> open = new HashMap<>();

  ExchangeState exchange = ExchangeState.OPEN;
  Answer answer = new Answer();
  long nowMs;

  ModelState(Limits limits) {
    this.limits = limits;
    for (long house :
        new long[] {
          Accounts.EXTERNAL, Accounts.FEES, Accounts.BONUS, Accounts.HOUSE, Accounts.UNDER_WAY
        }) {
      accounts.put(house, new ModelAccount(house, false));
    }
  }

  void refuse(Reason reason) {
    answer.refuse(Refusal.of(reason));
  }

  /** Null when there is no such market, or none any more. */
  @Nullable ModelMarket market(long number) {
    ModelMarket market = markets.get(number);
    return market == null || market.state == MarketState.SETTLED ? null : market;
  }

  /** Null when there is no such event, or all of it is settled. */
  @Nullable ModelEvent event(long number) {
    ModelEvent event = events.get(number);
    return event == null || event.allSettled() ? null : event;
  }

  /** The person or team of this number; null if there is none. */
  @Nullable ModelAccount person(long account) {
    return Accounts.isPerson(account) ? accounts.get(account) : null;
  }

  boolean nets(long account) {
    ModelAccount found = accounts.get(account);
    return found != null && found.netting;
  }

  /** Open orders of an account, oldest first. */
  List<ModelOrder> ordersOf(long account) {
    return open.values().stream()
        .filter(order -> order.account == account)
        .sorted(Comparator.comparingLong(order -> order.number))
        .toList();
  }

  /** Why an account may not do something of this kind now; null when it may. */
  @Nullable Refusal barred(long account, Wish wish) {
    if (exchange == ExchangeState.HALTED) {
      return Refusal.of(Reason.EXCHANGE_HALTED);
    }
    if (exchange == ExchangeState.CANCEL_ONLY && wish == Wish.TRADE) {
      return Refusal.of(Reason.CANCEL_ONLY);
    }
    ModelAccount person = person(account);
    boolean suspended = person != null && person.suspended;
    return suspended && wish != Wish.CANCEL ? Refusal.of(Reason.ACCOUNT_SUSPENDED) : null;
  }

  /** The same, and also why nobody of this number may do anything. */
  @Nullable Refusal barredOrUnknown(long account, Wish wish) {
    Refusal barred = barred(account, wish);
    return barred != null || person(account) != null ? barred : Refusal.of(Reason.UNKNOWN_ACCOUNT);
  }

  /** Refuses for a reason, if there is one; says whether there was. */
  boolean refused(@Nullable Refusal refusal) {
    if (refusal != null) {
      answer.refuse(refusal);
    }
    return refusal != null;
  }

  @Nullable Refusal lack(Reason reason, long account, long asset, long needed) {
    Balance has = balances.of(account, asset);
    return has.free() >= needed ? null : Refusal.lack(reason, asset, needed, has);
  }

  /** The house may only come to owe so much. */
  boolean housePays(long amount) {
    return balances.free(Accounts.HOUSE, Asset.CASH) - amount >= -limits.houseDebt();
  }

  /** Most shares of a market that one order can be for, in whole lots. */
  long mostLots(ModelMarket market) {
    long most = limits.orderNotional() / market.payout();
    return most - most % market.spec.lot();
  }

  /** Why a quantity cannot be one of this market; null when it can. */
  @Nullable Refusal refusalOfQuantity(long quantity, ModelMarket market) {
    long lot = market.spec.lot();
    long most = mostLots(market);
    if (quantity <= 0 || quantity > most) {
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, Math.clamp(quantity, lot, most));
    }
    return quantity % lot == 0
        ? null
        : Refusal.nearest(Reason.QUANTITY_OFF_LOT, Math.max(lot, quantity - quantity % lot));
  }

  /** Whether an account may have that many more of a kind of share, its resting buys included. */
  boolean hasRoomFor(long account, long asset, long quantity) {
    ModelMarket market = Objects.requireNonNull(markets.get(Asset.market(asset)));
    long resting =
        open.values().stream()
            .filter(order -> order.account == account && order.market == market)
            .filter(order -> order.side == Side.BUY)
            .mapToLong(order -> order.remaining)
            .sum();
    return balances.of(account, asset).total() + resting + quantity <= mostShares(market);
  }

  /** Most shares of one outcome that an account may come to have. */
  long mostShares(ModelMarket market) {
    return limits.positionNotional() / market.payout();
  }
}
