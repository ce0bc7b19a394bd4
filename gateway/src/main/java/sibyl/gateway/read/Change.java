package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Transfer;

/**
 * One event of the exchange as an immutable value: what {@link sibyl.engine.event.EventHandler}
 * says, kept. Units are the engine's.
 */
public sealed interface Change {
  long seq();

  /**
   * @param item which order of several was refused; {@link sibyl.engine.event.Rejection#WHOLE} when
   *     the command as such was
   */
  record Rejected(
      long seq,
      Reason reason,
      long account,
      long market,
      long order,
      long basket,
      long needed,
      long available,
      long held,
      long asset,
      long nearest,
      int item)
      implements Change {}

  /** One order of several was refused, and the others were not asked. */
  record ItemRejected(Rejected refusal) implements Change {
    @Override
    public long seq() {
      return refusal.seq();
    }
  }

  /** The command was carried out before, as the events from {@code firstSeq} to {@code lastSeq}. */
  record Repeated(long seq, long firstSeq, long lastSeq) implements Change {}

  record AccountOpened(long seq, long account, boolean netting) implements Change {}

  record Transferred(long seq, Transfer transfer) implements Change {}

  record Posted(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason)
      implements Change {}

  record EventCreated(long seq, long event, CreateEvent spec) implements Change {}

  record EventEdited(long seq, EditEvent edit) implements Change {}

  record EventDeleted(long seq, long event, String reason) implements Change {}

  record MarketCreated(long seq, long market, long event, MarketSpec spec) implements Change {}

  record MarketStateChanged(long seq, long market, MarketState state) implements Change {}

  record ResolutionProposed(long seq, long market, int yesFraction, String evidence)
      implements Change {}

  record Resolved(long seq, long market, int yesFraction, long finalAtMs) implements Change {}

  record ResolutionChallenged(long seq, long market, String reason) implements Change {}

  record MarketScheduled(long seq, long market, long openAtMs, long closeAtMs) implements Change {}

  record LiquidityChanged(long seq, long market, long liquidity) implements Change {}

  record AccountChanged(long seq, long account, boolean netting, boolean suspended)
      implements Change {}

  record ExchangeStateChanged(long seq, sibyl.engine.ExchangeState state) implements Change {}

  record ProducerChanged(long seq, long account, long market, boolean authorised)
      implements Change {}

  record RecipeChanged(long seq, SetRecipe recipe) implements Change {}

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

  record OrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated)
      implements Change {}

  record OrderReduced(
      long seq, long order, long account, long market, long by, long remaining, ReduceReason reason)
      implements Change {}

  record BasketPlaced(
      long seq, long basket, long account, int orders, @Nullable String clientOrderId)
      implements Change {}

  record OrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state)
      implements Change {}

  record SetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark)
      implements Change {}

  record HoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark)
      implements Change {}

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
   * @param item which order of several, from 0
   * @param keepsPriority of an amendment: whether the order would stay where it stands
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
      long payoutIfRight,
      int item,
      boolean keepsPriority)
      implements Change {}
}
