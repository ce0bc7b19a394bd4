package sibyl.simulation.check;

import sibyl.engine.Accounts;
import sibyl.engine.MarketState;

/** A market as its events tell it. */
final class AuditedMarket {
  final long number;
  final int payout;
  final AuditedBook book = new AuditedBook();
  MarketState state = MarketState.CREATED;
  long yesSold;
  long noSold;
  long yesPriceBillionths;

  AuditedMarket(long number, int payout) {
    this.number = number;
    this.payout = payout;
  }

  long pool() {
    return Accounts.marketPool(number);
  }

  /** {@code created → open ⇄ halted → closed → resolved → settled}; a halted one may close. */
  void enter(MarketState next) {
    boolean legal =
        switch (state) {
          case CREATED -> next == MarketState.OPEN;
          case OPEN -> next == MarketState.HALTED || next == MarketState.CLOSED;
          case HALTED -> next == MarketState.OPEN || next == MarketState.CLOSED;
          case CLOSED -> next == MarketState.RESOLVED;
          case RESOLVED -> next == MarketState.SETTLED;
          case SETTLED -> false;
        };
    if (!legal) {
      throw new Discrepancy(
          "I14 legal lifecycle", "market " + number + " from " + state + " to " + next);
    }
    state = next;
  }
}
