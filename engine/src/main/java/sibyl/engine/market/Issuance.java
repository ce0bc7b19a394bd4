package sibyl.engine.market;

import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Units;
import sibyl.engine.ledger.Ledger;

/**
 * The pools' side of shares that come into being or go: a set brings its payout into the pool and
 * takes it out again. A pool's shares are minus what it has issued.
 */
public final class Issuance {
  private final Ledger ledger;

  public Issuance(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The pool issues sets of a market, or redeems them when negative. */
  public void sets(Market market, long sets, PostingReason reason) {
    cash(market, Units.money(market.payout(), sets), reason);
    shares(market, Outcome.YES, sets, reason);
    shares(market, Outcome.NO, sets, reason);
  }

  /** The pool issues shares of one outcome, or takes them back when negative. */
  public void shares(Market market, Outcome outcome, long quantity, PostingReason reason) {
    ledger.moveShares(market.poolPosition(), outcome, -quantity, 0, reason);
  }

  /** Cash into the pool of a market, or out of it when negative. */
  public void cash(Market market, long amount, PostingReason reason) {
    ledger.moveCash(market.pool(), amount, 0, reason);
  }
}
