package sibyl.engine.market;

import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.event.EventStream;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.maker.EventMaker;
import sibyl.engine.maker.MarketMaker;

/**
 * The market maker's side of a trade, and the pool's: what the maker is paid and gives, and the
 * sets it buys or redeems for it. The maker of one market buys sets of that; the maker of an event
 * buys sets of the whole event, and for NO that it delivers a set of the one market, whose YES it
 * keeps.
 */
final class MakerBooking {
  private static final PostingReason TRADE = PostingReason.TRADE;

  private final Ledger ledger;
  private final Issuance issuance;
  private final EventStream events;
  private long[] pricesBefore = new long[16];

  MakerBooking(Ledger ledger, Issuance issuance, EventStream events) {
    this.ledger = ledger;
    this.issuance = issuance;
    this.events = events;
  }

  /**
   * Books what the maker and the pool get and give.
   *
   * @param side what the taker does
   * @param cost what he pays or gets
   */
  void trade(Market market, Side side, Outcome outcome, long quantity, long cost) {
    EventMaker shared = market.event().maker();
    if (shared == null) {
      tradeAlone(market, side, outcome, quantity, cost);
    } else {
      tradeShared(market, shared, side, outcome, quantity, cost);
    }
  }

  /** Says what the trade that was just booked did to the prices. */
  void report(Market market) {
    MarketEvent event = market.event();
    if (event.maker() == null) {
      moved(market);
      return;
    }
    for (int place = 0; place < event.size(); place++) {
      Market other = event.existing(place);
      long price = other.existingMaker().yesPriceBillionths();
      if (other == market || price != pricesBefore[place]) {
        moved(other);
      }
    }
  }

  private void tradeAlone(Market market, Side side, Outcome outcome, long quantity, long cost) {
    MarketMaker maker = market.existingMaker();
    long setsBefore = maker.sets();
    maker.trade(side, outcome, quantity);
    long newSets = maker.sets() - setsBefore;
    long sold = side == Side.BUY ? quantity : -quantity;
    pay(market, side, cost, newSets);
    give(market, Outcome.YES, newSets - (outcome == Outcome.YES ? sold : 0));
    give(market, Outcome.NO, newSets - (outcome == Outcome.NO ? sold : 0));
    if (newSets != 0) {
      issuance.sets(market, newSets, TRADE);
    }
  }

  private void tradeShared(
      Market market, EventMaker shared, Side side, Outcome outcome, long quantity, long cost) {
    MarketEvent event = market.event();
    notePrices(event);
    long setsBefore = shared.sets();
    shared.trade(event.placeOf(market.id()), side, outcome, quantity);
    long newSets = shared.sets() - setsBefore;
    long sold = side == Side.BUY ? quantity : -quantity;
    long setsOfMarket = outcome == Outcome.NO ? sold : 0;
    long yesSold = outcome == Outcome.YES ? sold : 0;
    pay(market, side, cost, newSets + setsOfMarket);
    for (int place = 0; place < event.size(); place++) {
      Market other = event.existing(place);
      give(other, Outcome.YES, newSets + (other == market ? setsOfMarket - yesSold : 0));
    }
    if (newSets + setsOfMarket != 0) {
      issuance.cash(market, Units.money(market.payout(), newSets + setsOfMarket), TRADE);
    }
    for (int place = 0; place < event.size(); place++) {
      Market other = event.existing(place);
      issue(other, Outcome.YES, newSets + (other == market ? setsOfMarket : 0));
    }
    issue(market, Outcome.NO, setsOfMarket);
  }

  private void notePrices(MarketEvent event) {
    if (pricesBefore.length < event.size()) {
      pricesBefore = new long[event.size()];
    }
    for (int place = 0; place < event.size(); place++) {
      pricesBefore[place] = event.existing(place).existingMaker().yesPriceBillionths();
    }
  }

  /** The maker gets what the taker pays, or pays what he gets, and pays for sets. */
  private void pay(Market market, Side side, long cost, long sets) {
    long amount = (side == Side.BUY ? cost : -cost) - Units.money(market.payout(), sets);
    if (amount != 0) {
      ledger.moveCash(market.existingMaker().account(), amount, 0, TRADE);
    }
  }

  private void give(Market market, Outcome outcome, long quantity) {
    if (quantity != 0) {
      ledger.moveShares(market.existingMaker().position(), outcome, quantity, 0, TRADE);
    }
  }

  private void issue(Market market, Outcome outcome, long quantity) {
    if (quantity != 0) {
      issuance.shares(market, outcome, quantity, TRADE);
    }
  }

  private void moved(Market market) {
    MarketMaker maker = market.existingMaker();
    events.makerMoved(market.id(), maker.yesSold(), maker.noSold(), maker.yesPriceBillionths());
  }
}
