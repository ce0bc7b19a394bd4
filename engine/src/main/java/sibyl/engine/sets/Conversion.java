package sibyl.engine.sets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.command.ConvertShares;
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
 * NO shares of some contenders of an exclusive event, as many of each, into cash and YES of the
 * other contenders. If one of the given markets wins, the NO of all the others given pay: one
 * payout less than there are; if another wins, all of them pay, which is that and the YES of the
 * winner. So the cash is one payout less than there are, and the rest are the YES of the others.
 */
public final class Conversion {
  private static final PostingReason POSTING = PostingReason.CONVERT;

  private final Markets markets;
  private final EventStream events;
  private final Handover handover;
  private final Issuance issuance;
  private final Contenders contenders = new Contenders();

  // What check() found out, for convert(): the markets whose NO is given, as named.
  private final List<Market> given = new ArrayList<>();

  public Conversion(Markets markets, Ledger ledger, EventStream events) {
    this.markets = markets;
    this.events = events;
    handover = new Handover(ledger);
    issuance = new Issuance(ledger);
  }

  /**
   * @param rejection gets the figures that explain a refusal
   * @return why the command is refused, or null
   */
  public @Nullable Reason check(ConvertShares command, Rejection rejection) {
    rejection.account = command.account();
    int account = handover.person(command.account());
    if (account == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    MarketEvent event = markets.findEvent(command.event());
    if (event == null) {
      return Reason.UNKNOWN_EVENT;
    }
    if (!event.exclusive() || command.markets().isEmpty()) {
      return Reason.INVALID_COMMAND;
    }
    Reason refusal = findGiven(command, event, rejection);
    if (refusal == null) {
      refusal = contenders.find(event, rejection);
    }
    if (refusal == null) {
      refusal = checkGivenCompete(rejection);
    }
    if (refusal == null) {
      refusal = given.getFirst().isFor(command.account()) ? null : Reason.OTHER_SEGMENT;
    }
    if (refusal == null) {
      refusal = Handover.checkQuantity(given.getFirst(), command.quantity(), rejection);
    }
    return refusal != null ? refusal : checkMeansAndRoom(account, command.quantity(), rejection);
  }

  private @Nullable Reason findGiven(
      ConvertShares command, MarketEvent event, Rejection rejection) {
    given.clear();
    for (int i = 0; i < command.markets().size(); i++) {
      long id = command.markets().get(i);
      int place = event.placeOf(id);
      Market market = place < 0 ? null : event.market(place);
      if (market == null) {
        rejection.market = id;
        return Reason.UNKNOWN_MARKET;
      }
      if (given.contains(market)) {
        rejection.market = id;
        return Reason.INVALID_COMMAND;
      }
      given.add(market);
    }
    return null;
  }

  /** NO of a market that has lost is settled, not converted. */
  private @Nullable Reason checkGivenCompete(Rejection rejection) {
    for (int i = 0; i < given.size(); i++) {
      if (!contenders.markets().contains(given.get(i))) {
        rejection.market = given.get(i).id();
        return Reason.MARKET_NOT_OPEN;
      }
    }
    return null;
  }

  private @Nullable Reason checkMeansAndRoom(int account, long quantity, Rejection rejection) {
    List<Market> all = contenders.markets();
    int newPositions = 0;
    boolean within = true;
    for (int i = 0; i < all.size(); i++) {
      Market market = all.get(i);
      if (!given.contains(market)) {
        newPositions += handover.hasPosition(account, market) ? 0 : 1;
        within &= handover.mayHaveMore(account, market, Outcome.YES, quantity);
      }
    }
    if (!handover.hasRoomForPositions(account, newPositions)) {
      return Reason.LIMIT_EXCEEDED;
    }
    for (int i = 0; i < given.size(); i++) {
      Reason refusal = handover.checkShares(account, given.get(i), Outcome.NO, quantity, rejection);
      if (refusal != null) {
        return refusal;
      }
    }
    return within ? null : Reason.LIMIT_EXCEEDED;
  }

  /** Carries out the command that {@link #check} just accepted. */
  public void convert(ConvertShares command) {
    int account = handover.person(command.account());
    long quantity = command.quantity();
    List<Market> all = contenders.markets();
    long cash = Units.money(given.getFirst().payout(), quantity) * (given.size() - 1);
    for (int i = 0; i < given.size(); i++) {
      long amount = EvenShares.of(cash, given.size(), i);
      move(command.account(), account, given.get(i), Outcome.NO, -quantity, amount);
    }
    for (int i = 0; i < all.size(); i++) {
      if (!given.contains(all.get(i))) {
        move(command.account(), account, all.get(i), Outcome.YES, quantity, 0);
      }
    }
    if (cash != 0) {
      handover.cash(account, cash, POSTING);
      issuance.cash(given.getFirst(), -cash, POSTING);
    }
  }

  private void move(
      long accountId, int account, Market market, Outcome outcome, long quantity, long amount) {
    long yesMark = quantity > 0 ? market.yesMark() : Units.NO_MARK;
    events.holdingChanged(
        accountId, market.id(), outcome, quantity, amount, HoldingReason.CONVERT, yesMark);
    handover.shares(account, market, outcome, quantity, POSTING);
    issuance.shares(market, outcome, quantity, POSTING);
  }
}
