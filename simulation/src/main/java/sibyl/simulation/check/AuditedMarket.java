package sibyl.simulation.check;

import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.command.MarketSpec;

/** A market as its events tell it. */
final class AuditedMarket {
  final long number;
  final AuditedEvent event;
  final int payout;
  final boolean good;
  final boolean challengeable;
  final AuditedBook book = new AuditedBook();
  MarketState state = MarketState.CREATED;
  int yesFraction;

  /** Whether its event was deleted: it closes from any state, and is settled with no holder. */
  boolean takenBack;

  long yesSold;
  long noSold;
  long yesPriceBillionths;

  AuditedMarket(long number, AuditedEvent event, MarketSpec spec) {
    this.number = number;
    this.event = event;
    this.payout = spec.payout();
    this.good = spec.rules().kind() == MarketKind.ASSET;
    this.challengeable = spec.rules().challengeMs() > 0;
  }

  long pool() {
    return event.exclusive ? event.pool() : Accounts.marketPool(number);
  }

  boolean decided() {
    return state == MarketState.RESOLVED || state == MarketState.SETTLED;
  }

  /**
   * {@code created → open ⇄ halted → closed → resolved → settled}; a halted one may close, and a
   * challenge leads from resolved back to closed.
   */
  void enter(MarketState next) {
    boolean legal =
        switch (state) {
          case CREATED -> next == MarketState.OPEN || takenBack && next == MarketState.CLOSED;
          case OPEN -> next == MarketState.HALTED || next == MarketState.CLOSED;
          case HALTED -> next == MarketState.OPEN || next == MarketState.CLOSED;
          case CLOSED -> next == (takenBack ? MarketState.SETTLED : MarketState.RESOLVED);
          case RESOLVED ->
              next == MarketState.SETTLED || next == MarketState.CLOSED && challengeable;
          case SETTLED -> false;
        };
    if (!legal) {
      throw new Discrepancy(
          "I14 legal lifecycle", "market " + number + " from " + state + " to " + next);
    }
    state = next;
  }
}
