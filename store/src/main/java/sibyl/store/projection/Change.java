package sibyl.store.projection;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.event.Trade;

/** An event that leaves a row, kept until its batch is written. Units are the engine's. */
sealed interface Change {
  long seq();

  record AccountOpened(long seq, long account, boolean netting) implements Change {}

  record Transferred(long seq, sibyl.engine.command.Transfer transfer) implements Change {}

  record Posted(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason)
      implements Change {}

  record EventCreated(long seq, long event, CreateEvent spec) implements Change {}

  record MarketCreated(long seq, long market, long event, MarketSpec spec) implements Change {}

  record MarketStateChanged(long seq, long market, MarketState state) implements Change {}

  record ResolutionProposed(long seq, long market, int yesFraction, String evidence)
      implements Change {}

  record Resolved(long seq, long market, int yesFraction) implements Change {}

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
      long quantity,
      long maxCost,
      long expiresAtMs,
      long validUntilMs,
      boolean postOnly,
      boolean reduceOnly,
      boolean cancelOnHalt,
      long orderGroup,
      @Nullable String clientOrderId,
      @Nullable String message)
      implements Change {}

  /** The trade is a copy of its own that nobody changes any more. */
  record Traded(long seq, Trade trade) implements Change {}

  record OrderClosed(long seq, long order, CloseReason reason, long remaining) implements Change {}

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
}
