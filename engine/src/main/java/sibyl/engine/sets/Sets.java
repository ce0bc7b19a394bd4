package sibyl.engine.sets;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.SetAction;
import sibyl.engine.SetReason;
import sibyl.engine.Units;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.market.Handover;
import sibyl.engine.market.Issuance;
import sibyl.engine.market.Market;
import sibyl.engine.market.MarketEvent;
import sibyl.engine.market.Markets;

/**
 * Cash into sets and back: a YES and a NO of one market, or a YES of every contender of an
 * exclusive event. Either pays exactly one payout, whatever comes true, and costs as much.
 */
public final class Sets {
  private final Markets markets;
  private final EventStream events;
  private final Handover handover;
  private final Issuance issuance;
  private final Contenders contenders = new Contenders();

  public Sets(Markets markets, Ledger ledger, EventStream events) {
    this.markets = markets;
    this.events = events;
    handover = new Handover(ledger);
    issuance = new Issuance(ledger);
  }

  /**
   * @param rejection gets the figures that explain a refusal
   * @return why the command is refused, or null
   */
  public @Nullable Reason check(ChangeSets command, Rejection rejection) {
    rejection.account = command.account();
    rejection.market = command.market();
    int account = handover.person(command.account());
    if (account == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    if ((command.market() == 0) == (command.event() == 0)) {
      return Reason.INVALID_COMMAND;
    }
    return command.event() == 0
        ? checkMarket(command, account, rejection)
        : checkEvent(command, account, rejection);
  }

  /** Carries out the command that {@link #check} just accepted. */
  public void change(ChangeSets command) {
    int account = handover.person(command.account());
    if (command.event() == 0) {
      changeMarket(command, account, markets.get(Math.toIntExact(command.market())));
    } else {
      changeEvent(command, account);
    }
  }

  // ---- one market -------------------------------------------------------------------------------

  private @Nullable Reason checkMarket(ChangeSets command, int account, Rejection rejection) {
    Market market = markets.find(command.market());
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (!market.isFor(command.account())) {
      return Reason.OTHER_SEGMENT;
    }
    if (market.state() != MarketState.OPEN) {
      return Reason.MARKET_NOT_OPEN;
    }
    if (market.spec().rules().kind() != MarketKind.BINARY) {
      return Reason.INVALID_COMMAND;
    }
    long quantity = command.quantity();
    Reason refusal = Handover.checkQuantity(market, quantity, rejection);
    if (refusal != null) {
      return refusal;
    }
    if (command.action() == SetAction.MERGE) {
      refusal = handover.checkShares(account, market, Outcome.YES, quantity, rejection);
      return refusal != null
          ? refusal
          : handover.checkShares(account, market, Outcome.NO, quantity, rejection);
    }
    if (!handover.hasPosition(account, market) && !handover.hasRoomForPositions(account, 1)) {
      return Reason.LIMIT_EXCEEDED;
    }
    refusal = handover.checkCash(account, Units.money(market.payout(), quantity), rejection);
    if (refusal != null) {
      return refusal;
    }
    return handover.mayHaveMore(account, market, Outcome.YES, quantity)
            && handover.mayHaveMore(account, market, Outcome.NO, quantity)
        ? null
        : Reason.LIMIT_EXCEEDED;
  }

  private void changeMarket(ChangeSets command, int account, Market market) {
    boolean split = command.action() == SetAction.SPLIT;
    long sets = split ? command.quantity() : -command.quantity();
    PostingReason reason = split ? PostingReason.SPLIT : PostingReason.MERGE;
    events.setsChanged(
        command.account(),
        market.id(),
        sets,
        split ? SetReason.SPLIT : SetReason.MERGE,
        split ? market.yesMark() : Units.NO_MARK);
    handover.shares(account, market, Outcome.YES, sets, reason);
    handover.shares(account, market, Outcome.NO, sets, reason);
    handover.cash(account, -Units.money(market.payout(), sets), reason);
    issuance.sets(market, sets, reason);
  }

  // ---- a whole event ----------------------------------------------------------------------------

  private @Nullable Reason checkEvent(ChangeSets command, int account, Rejection rejection) {
    MarketEvent event = markets.findEvent(command.event());
    if (event == null) {
      return Reason.UNKNOWN_EVENT;
    }
    if (!event.exclusive()) {
      return Reason.INVALID_COMMAND;
    }
    Reason refusal = contenders.find(event, rejection);
    if (refusal != null) {
      return refusal;
    }
    List<Market> all = contenders.markets();
    Market first = all.getFirst();
    if (!first.isFor(command.account())) {
      return Reason.OTHER_SEGMENT;
    }
    long quantity = command.quantity();
    refusal = Handover.checkQuantity(first, quantity, rejection);
    if (refusal != null) {
      return refusal;
    }
    if (command.action() == SetAction.MERGE) {
      return checkAllYes(all, account, quantity, rejection);
    }
    int newPositions = 0;
    boolean within = true;
    for (int i = 0; i < all.size(); i++) {
      newPositions += handover.hasPosition(account, all.get(i)) ? 0 : 1;
      within &= handover.mayHaveMore(account, all.get(i), Outcome.YES, quantity);
    }
    if (!handover.hasRoomForPositions(account, newPositions)) {
      return Reason.LIMIT_EXCEEDED;
    }
    refusal = handover.checkCash(account, Units.money(first.payout(), quantity), rejection);
    return refusal != null ? refusal : within ? null : Reason.LIMIT_EXCEEDED;
  }

  private @Nullable Reason checkAllYes(
      List<Market> all, int account, long quantity, Rejection rejection) {
    for (int i = 0; i < all.size(); i++) {
      Reason refusal = handover.checkShares(account, all.get(i), Outcome.YES, quantity, rejection);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private void changeEvent(ChangeSets command, int account) {
    List<Market> all = contenders.markets();
    boolean split = command.action() == SetAction.SPLIT;
    long quantity = split ? command.quantity() : -command.quantity();
    PostingReason reason = split ? PostingReason.SPLIT : PostingReason.MERGE;
    HoldingReason why = split ? HoldingReason.SPLIT_ALL : HoldingReason.MERGE_ALL;
    long cost = Units.money(all.getFirst().payout(), quantity);
    for (int i = 0; i < all.size(); i++) {
      Market market = all.get(i);
      events.holdingChanged(
          command.account(),
          market.id(),
          Outcome.YES,
          quantity,
          -EvenShares.of(cost, all.size(), i),
          why,
          split ? market.yesMark() : Units.NO_MARK);
      handover.shares(account, market, Outcome.YES, quantity, reason);
    }
    handover.cash(account, -cost, reason);
    issuance.cash(all.getFirst(), cost, reason);
    for (int i = 0; i < all.size(); i++) {
      issuance.shares(all.get(i), Outcome.YES, quantity, reason);
    }
  }
}
