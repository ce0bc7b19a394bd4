package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.Transfer;

/**
 * One event of the exchange as an immutable value: what {@link sibyl.engine.event.EventHandler}
 * says, kept. Units are the engine's.
 */
public sealed interface Change {
  long seq();

  record Rejected(
      long seq,
      Reason reason,
      long account,
      long market,
      long order,
      long needed,
      long available,
      long held,
      long asset,
      long nearest)
      implements Change {}

  record AccountOpened(long seq, long account, boolean netting) implements Change {}

  record Transferred(long seq, Transfer transfer) implements Change {}

  record Posted(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason)
      implements Change {}

  record EventCreated(long seq, long event, CreateEvent spec) implements Change {}

  record MarketCreated(long seq, long market, long event, MarketSpec spec) implements Change {}

  record MarketStateChanged(long seq, long market, MarketState state) implements Change {}

  record ResolutionProposed(long seq, long market, int yesFraction, String evidence)
      implements Change {}

  record Resolved(long seq, long market, int yesFraction) implements Change {}

  /** The order as it was accepted, before its trades. */
  record OrderPlaced(long seq, OrderView order) implements Change {}

  record Traded(
      long seq,
      long trade,
      long market,
      TradeKind kind,
      int yesPrice,
      long quantity,
      Party taker,
      Party maker)
      implements Change {}

  /**
   * One side of a trade.
   *
   * @param order 0 for the automated market maker
   * @param cost paid (buying) or received (selling) before the fee
   * @param remaining what is left of the order after the trade
   */
  record Party(
      long order, long account, Side side, Outcome outcome, long cost, long fee, long remaining) {}

  record OrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining)
      implements Change {}

  record SetsChanged(long seq, long account, long market, long quantity) implements Change {}

  record MakerMoved(long seq, long market, long yesSold, long noSold, long yesPriceBillionths)
      implements Change {}

  record HolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid)
      implements Change {}

  /**
   * @param refusal why the order would be refused; null when it would be accepted
   */
  record Quoted(
      long seq,
      long market,
      Side side,
      Outcome outcome,
      @Nullable Reason refusal,
      long filled,
      long resting,
      long cost,
      long fee,
      int worstPrice,
      int yesPriceBefore,
      int yesPriceAfter,
      long hold,
      long payoutIfRight)
      implements Change {}
}
