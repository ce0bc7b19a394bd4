package sibyl.store.projection;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.event.Trade;

/**
 * What a batch did to one market: what is null stays as it is, volume and count are added. A market
 * that was challenged loses its proposal and its resolution first.
 */
final class MarketRow {
  boolean challenged;
  @Nullable MarketState state;
  @Nullable Long openedMs;
  @Nullable Long closedMs;
  @Nullable Long resolvedMs;
  @Nullable Long settledMs;
  @Nullable Integer proposedFraction;
  @Nullable String proposedEvidence;
  @Nullable Long proposedBy;
  @Nullable Integer resolvedFraction;
  @Nullable Long resolvedBy;
  @Nullable Long finalAtMs;
  @Nullable Long openAtMs;
  @Nullable Long closeAtMs;
  @Nullable Long liquidity;
  @Nullable Long makerYesSold;
  @Nullable Long makerNoSold;
  @Nullable Long makerYesBillionths;
  @Nullable Integer lastYesPrice;
  long volume;
  long tradeCount;
  long updatedSeq;

  void stateChanged(long seq, MarketState to, long atMs) {
    state = to;
    updatedSeq = seq;
    switch (to) {
      case OPEN -> openedMs = openedMs == null ? atMs : openedMs;
      case CLOSED -> closedMs = atMs;
      case RESOLVED -> resolvedMs = atMs;
      case SETTLED -> settledMs = atMs;
      case CREATED, HALTED -> {}
    }
  }

  void proposed(Change.ResolutionProposed proposal, long actor) {
    proposedFraction = proposal.yesFraction();
    proposedEvidence = proposal.evidence();
    proposedBy = actor;
    updatedSeq = proposal.seq();
  }

  void resolved(Change.Resolved resolution, long actor, long atMs) {
    resolvedFraction = resolution.yesFraction();
    resolvedBy = actor;
    finalAtMs = resolution.finalAtMs();
    stateChanged(resolution.seq(), MarketState.RESOLVED, atMs);
  }

  void challenged(Change.ResolutionChallenged challenge) {
    challenged = true;
    proposedFraction = null;
    proposedEvidence = null;
    proposedBy = null;
    resolvedFraction = null;
    resolvedBy = null;
    resolvedMs = null;
    finalAtMs = null;
    state = MarketState.CLOSED;
    updatedSeq = challenge.seq();
  }

  void scheduled(Change.MarketScheduled scheduled) {
    openAtMs = scheduled.openAtMs();
    closeAtMs = scheduled.closeAtMs();
    updatedSeq = scheduled.seq();
  }

  void liquidityChanged(Change.LiquidityChanged changed) {
    liquidity = changed.liquidity();
    updatedSeq = changed.seq();
  }

  void makerMoved(Change.MakerMoved moved) {
    makerYesSold = moved.yesSold();
    makerNoSold = moved.noSold();
    makerYesBillionths = moved.yesPriceBillionths();
    updatedSeq = moved.seq();
  }

  void traded(long seq, Trade trade) {
    lastYesPrice = trade.yesPrice;
    volume = Math.addExact(volume, trade.quantity);
    tradeCount++;
    updatedSeq = seq;
  }
}
