package sibyl.store.projection;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.event.Trade;
import sibyl.protocol.derive.OrderFigures;

/** An event that leaves a row, kept until its batch is written. Units are the engine's. */
sealed interface Change {
  long seq();

  record AccountOpened(long seq, long account, boolean netting) implements Change {}

  record AccountChanged(long seq, long account, boolean netting, boolean suspended)
      implements Change {}

  record ExchangeStateChanged(long seq, ExchangeState state) implements Change {}

  record Transferred(long seq, sibyl.engine.command.Transfer transfer) implements Change {}

  /**
   * The outbox's transfer was refused; one that was applied before is not.
   *
   * @param correlation of the command, which names the entry
   */
  record TransferRefused(long seq, long correlation, Reason reason) implements Change {}

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

  record BasketPlaced(
      long seq, long basket, long account, int orders, @Nullable String clientOrderId)
      implements Change {}

  /**
   * @param basket what it was placed as a part of; null when by itself
   */
  record OrderPlaced(
      long seq,
      long order,
      long account,
      long market,
      Side side,
      Outcome outcome,
      OrderType type,
      TimeInForce timeInForce,
      SelfTradePrevention selfTradePrevention,
      int price,
      OrderFigures figures,
      long maxCost,
      long expiresAtMs,
      long validUntilMs,
      boolean postOnly,
      boolean reduceOnly,
      boolean cancelOnHalt,
      long orderGroup,
      @Nullable Long basket,
      @Nullable String clientOrderId,
      @Nullable String message)
      implements Change {}

  /** The trade is a copy of its own that nobody changes any more. */
  record Traded(long seq, Trade trade) implements Change {}

  record OrderClosed(long seq, long order, CloseReason reason, long remaining) implements Change {}

  record OrderAmended(
      long seq, long order, int price, long quantity, long remaining, boolean restated)
      implements Change {}

  record OrderReduced(long seq, long order, long by, long remaining, ReduceReason reason)
      implements Change {}

  record OrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state)
      implements Change {}

  record SetsChanged(long seq, long account, long market, long quantity, long yesMark)
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

  record ProducerChanged(long seq, long account, long market, boolean authorised)
      implements Change {}

  record RecipeChanged(long seq, SetRecipe recipe) implements Change {}

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
}
