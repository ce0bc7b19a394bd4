package sibyl.engine.asset;

import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.market.Handover;
import sibyl.engine.market.Issuance;
import sibyl.engine.market.Market;
import sibyl.engine.market.Markets;

/** Goods that come into being and go, on the account that has them and on the pool. */
final class Stock {
  private final Markets markets;
  private final Positions positions;
  private final Handover handover;
  private final Issuance issuance;
  private final EventStream events;

  Stock(Markets markets, Ledger ledger, EventStream events) {
    this.markets = markets;
    this.events = events;
    positions = ledger.positions();
    handover = new Handover(ledger);
    issuance = new Issuance(ledger);
  }

  /** The slot of a person's account, or {@code AccountTable.NONE}. */
  int person(long account) {
    return handover.person(account);
  }

  /** The market of a good that was found by {@link #checkGood}. */
  Market good(long market) {
    return markets.get(Math.toIntExact(market));
  }

  /** Checks that a market is one of a good that is not being written off. */
  @Nullable Reason checkGood(long id, Rejection rejection) {
    Market market = markets.find(id);
    if (market != null
        && market.kind() == MarketKind.ASSET
        && market.state() != MarketState.RESOLVED) {
      return null;
    }
    rejection.market = id;
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    return market.kind() == MarketKind.ASSET ? Reason.MARKET_NOT_OPEN : Reason.INVALID_COMMAND;
  }

  /** Checks that an account has so much of a good free. */
  @Nullable Reason checkLess(int account, Market good, long quantity, Rejection rejection) {
    return handover.checkShares(account, good, Outcome.YES, quantity, rejection);
  }

  /** Checks that an account, and all accounts together, may have so much more of a good. */
  @Nullable Reason checkMore(int account, Market good, long quantity) {
    boolean fits =
        handover.mayHaveMore(account, good, Outcome.YES, quantity)
            && -positions.free(good.poolPosition(), Outcome.YES) + quantity <= good.mostSupply()
            && (handover.hasPosition(account, good) || handover.hasRoomForPositions(account, 1));
    return fits ? null : Reason.LIMIT_EXCEEDED;
  }

  /**
   * Changes what an account has of a good.
   *
   * @param quantity signed, hundredths
   */
  void change(int account, long accountId, Market good, long quantity, HoldingReason reason) {
    events.holdingChanged(accountId, good.id(), Outcome.YES, quantity, 0, reason, Units.NO_MARK);
    handover.shares(account, good, Outcome.YES, quantity, PostingReason.PRODUCTION);
    issuance.shares(good, Outcome.YES, quantity, PostingReason.PRODUCTION);
  }
}
