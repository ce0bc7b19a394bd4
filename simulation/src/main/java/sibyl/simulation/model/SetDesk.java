package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.SetAction;
import sibyl.engine.SetReason;
import sibyl.engine.Units;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.ConvertShares;

/** Turns cash into sets of shares and back, and shares into others that are worth the same. */
final class SetDesk {
  private final ModelState state;
  private final TradingFloor floor;

  SetDesk(ModelState state, TradingFloor floor) {
    this.state = state;
    this.floor = floor;
  }

  void change(ChangeSets command) {
    Refusal barred = state.barredOrUnknown(command.account(), ModelState.Wish.TRADE);
    if (state.refused(barred)) {
      return;
    }
    if ((command.market() == 0) == (command.event() == 0)) {
      state.refuse(Reason.INVALID_COMMAND);
    } else if (command.market() != 0) {
      changeOfMarket(command);
    } else {
      changeOfEvent(command);
    }
  }

  // One market.

  private void changeOfMarket(ChangeSets command) {
    ModelMarket market = state.market(command.market());
    if (state.refused(refusalOfMarket(command, market))) {
      return;
    }
    boolean split = command.action() == SetAction.SPLIT;
    floor.changeSets(
        command.account(),
        Objects.requireNonNull(market),
        split ? command.quantity() : -command.quantity(),
        split ? SetReason.SPLIT : SetReason.MERGE);
  }

  private @Nullable Refusal refusalOfMarket(ChangeSets command, @Nullable ModelMarket market) {
    if (market == null) {
      return Refusal.of(Reason.UNKNOWN_MARKET);
    }
    if (!market.isFor(command.account())) {
      return Refusal.of(Reason.OTHER_SEGMENT);
    }
    if (market.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    if (market.isGood()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    Refusal quantity = state.refusalOfQuantity(command.quantity(), market);
    if (quantity != null) {
      return quantity;
    }
    List<Long> shares = List.of(market.shares(Outcome.YES), market.shares(Outcome.NO));
    return refusalOfMeans(command, market, shares);
  }

  /** Cash for sets and room for their shares, or the shares for cash. */
  private @Nullable Refusal refusalOfMeans(
      ChangeSets command, ModelMarket market, List<Long> shares) {
    long account = command.account();
    if (command.action() == SetAction.SPLIT) {
      long cost = Units.money(market.payout(), command.quantity());
      Refusal cash = state.lack(Reason.INSUFFICIENT_BALANCE, account, Asset.CASH, cost);
      return cash != null ? cash : refusalForLackOfRoom(account, shares, command.quantity());
    }
    return refusalUnlessFree(account, shares, command.quantity());
  }

  private @Nullable Refusal refusalUnlessFree(long account, List<Long> shares, long quantity) {
    for (long asset : shares) {
      Refusal lack = state.lack(Reason.INSUFFICIENT_HOLDINGS, account, asset, quantity);
      if (lack != null) {
        return lack;
      }
    }
    return null;
  }

  private @Nullable Refusal refusalForLackOfRoom(long account, List<Long> shares, long quantity) {
    for (long asset : shares) {
      if (!state.hasRoomFor(account, asset, quantity)) {
        return Refusal.of(Reason.LIMIT_EXCEEDED);
      }
    }
    return null;
  }

  // All markets of an event.

  private void changeOfEvent(ChangeSets command) {
    ModelEvent event = state.event(command.event());
    if (state.refused(refusalOfEvent(command, event))) {
      return;
    }
    Objects.requireNonNull(event);
    boolean split = command.action() == SetAction.SPLIT;
    long quantity = split ? command.quantity() : -command.quantity();
    List<ModelMarket> markets = event.possible();
    long cash = -Units.money(markets.getFirst().payout(), quantity);
    List<Long> amounts = shared(cash, markets.size());
    for (int i = 0; i < markets.size(); i++) {
      give(
          command.account(),
          markets.get(i),
          Outcome.YES,
          quantity,
          amounts.get(i),
          split ? HoldingReason.SPLIT_ALL : HoldingReason.MERGE_ALL);
    }
    state.balances.move(event.pool(), command.account(), Asset.CASH, cash);
  }

  private @Nullable Refusal refusalOfEvent(ChangeSets command, @Nullable ModelEvent event) {
    Refusal refusal = refusalOfEvent(event, command.account(), command.quantity());
    if (refusal != null) {
      return refusal;
    }
    List<ModelMarket> markets = Objects.requireNonNull(event).possible();
    List<Long> shares = markets.stream().map(market -> market.shares(Outcome.YES)).toList();
    return refusalOfMeans(command, markets.getFirst(), shares);
  }

  private @Nullable Refusal refusalOfEvent(
      @Nullable ModelEvent event, long account, long quantity) {
    if (event == null) {
      return Refusal.of(Reason.UNKNOWN_EVENT);
    }
    if (!event.exclusive) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    List<ModelMarket> markets = event.possible();
    boolean open = markets.stream().allMatch(market -> market.state == MarketState.OPEN);
    if (!open) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    return markets.getFirst().isFor(account)
        ? state.refusalOfQuantity(quantity, markets.getFirst())
        : Refusal.of(Reason.OTHER_SEGMENT);
  }

  // NO of some markets into cash and YES of the others.

  void convert(ConvertShares command) {
    Refusal barred = state.barredOrUnknown(command.account(), ModelState.Wish.TRADE);
    ModelEvent event = state.event(command.event());
    if (state.refused(barred != null ? barred : refusalOf(command, event))) {
      return;
    }
    Objects.requireNonNull(event);
    int payout = event.markets.getFirst().payout();
    int given = command.markets().size();
    long cash = Units.money(payout, command.quantity()) * (given - 1);
    List<Long> amounts = shared(cash, given);
    for (int i = 0; i < given; i++) {
      ModelMarket market = Objects.requireNonNull(state.markets.get(command.markets().get(i)));
      give(
          command.account(),
          market,
          Outcome.NO,
          -command.quantity(),
          amounts.get(i),
          HoldingReason.CONVERT);
    }
    for (ModelMarket market : event.possible()) {
      if (!command.markets().contains(market.number)) {
        give(command.account(), market, Outcome.YES, command.quantity(), 0, HoldingReason.CONVERT);
      }
    }
    state.balances.move(event.pool(), command.account(), Asset.CASH, cash);
  }

  private @Nullable Refusal refusalOf(ConvertShares command, @Nullable ModelEvent event) {
    if (event == null) {
      return Refusal.of(Reason.UNKNOWN_EVENT);
    }
    if (!event.exclusive || command.markets().isEmpty()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    List<ModelMarket> given = new ArrayList<>();
    for (long number : command.markets()) {
      ModelMarket market = state.market(number);
      if (market == null || market.event != event) {
        return Refusal.of(Reason.UNKNOWN_MARKET);
      }
      if (given.contains(market)) {
        return Refusal.of(Reason.INVALID_COMMAND);
      }
      given.add(market);
    }
    if (!event.possible().containsAll(given)) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    Refusal refusal = refusalOfEvent(event, command.account(), command.quantity());
    if (refusal != null) {
      return refusal;
    }
    List<Long> no = given.stream().map(market -> market.shares(Outcome.NO)).toList();
    Refusal lack = refusalUnlessFree(command.account(), no, command.quantity());
    List<Long> yes =
        event.possible().stream()
            .filter(market -> !given.contains(market))
            .map(market -> market.shares(Outcome.YES))
            .toList();
    return lack != null ? lack : refusalForLackOfRoom(command.account(), yes, command.quantity());
  }

  /** The account gets shares from the pool that issues them; a negative quantity goes back. */
  private void give(
      long account,
      ModelMarket market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason) {
    state.balances.move(market.pool(), account, market.shares(outcome), quantity);
    state.answer.add(new Note.Holding(account, market.number, outcome, quantity, amount, reason));
  }

  /** An amount in equal parts, what does not divide one by one to the first of them. */
  private static List<Long> shared(long amount, int parts) {
    List<Long> shares = new ArrayList<>();
    long left = Math.abs(amount) % parts;
    for (int i = 0; i < parts; i++) {
      long share = Math.abs(amount) / parts + (i < left ? 1 : 0);
      shares.add(amount < 0 ? -share : share);
    }
    return shares;
  }
}
