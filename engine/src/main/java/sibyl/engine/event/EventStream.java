package sibyl.engine.event;

import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Text;
import sibyl.engine.command.Transfer;

/**
 * Numbers the engine's events and hands them to its one listener. Everything the engine says goes
 * through here, so that sequence numbers are dense by construction.
 */
public final class EventStream {
  private final EventHandler handler;
  private long lastSeq;

  public EventStream(EventHandler handler) {
    this.handler = handler;
  }

  public long lastSeq() {
    return lastSeq;
  }

  /** Continues after {@code lastSeq}, for an engine that was restored. */
  public void resumeAfter(long lastSeq) {
    this.lastSeq = lastSeq;
  }

  public void begin(long timeMs, CommandHeader header) {
    handler.onCommand(timeMs, header.origin, header.correlation, header.actor);
  }

  public void beginTimer(long timeMs) {
    handler.onCommand(timeMs, 0, 0, 0);
  }

  public void end() {
    handler.onCommandEnd(lastSeq);
  }

  public void rejected(Reason reason, Rejection rejection) {
    rejection.reason = reason;
    handler.onRejected(++lastSeq, rejection);
  }

  public void accountOpened(long account, boolean netting) {
    handler.onAccountOpened(++lastSeq, account, netting);
  }

  public void transferred(Transfer transfer) {
    handler.onTransferred(++lastSeq, transfer);
  }

  public void posting(
      long account, long asset, long amount, long free, long held, PostingReason reason) {
    handler.onPosting(++lastSeq, account, asset, amount, free, held, reason);
  }

  public void eventCreated(long event, CreateEvent spec) {
    handler.onEventCreated(++lastSeq, event, spec);
  }

  public void eventEdited(EditEvent edit) {
    handler.onEventEdited(++lastSeq, edit);
  }

  public void eventDeleted(long event, String reason) {
    handler.onEventDeleted(++lastSeq, event, reason);
  }

  public void marketCreated(long market, long event, MarketSpec spec) {
    handler.onMarketCreated(++lastSeq, market, event, spec);
  }

  public void marketStateChanged(long market, MarketState state) {
    handler.onMarketStateChanged(++lastSeq, market, state);
  }

  public void resolutionProposed(long market, int yesFraction, String evidence) {
    handler.onResolutionProposed(++lastSeq, market, yesFraction, evidence);
  }

  public void resolved(long market, int yesFraction, long finalAtMs) {
    handler.onResolved(++lastSeq, market, yesFraction, finalAtMs);
  }

  public void orderPlaced(long order, long quantity, PlaceOrder spec) {
    handler.onOrderPlaced(++lastSeq, order, quantity, spec);
  }

  public void traded(Trade trade) {
    handler.onTrade(++lastSeq, trade);
  }

  public void orderClosed(
      long order, long account, long market, CloseReason reason, long remaining) {
    handler.onOrderClosed(++lastSeq, order, account, market, reason, remaining);
  }

  public void setsChanged(
      long account, long market, long quantity, SetReason reason, long yesMark) {
    handler.onSetsChanged(++lastSeq, account, market, quantity, reason, yesMark);
  }

  public void makerMoved(long market, long yesSold, long noSold, long yesPriceBillionths) {
    handler.onMakerMoved(++lastSeq, market, yesSold, noSold, yesPriceBillionths);
  }

  public void holderSettled(
      long account, long market, long yesQuantity, long noQuantity, long yesPaid, long noPaid) {
    handler.onHolderSettled(++lastSeq, account, market, yesQuantity, noQuantity, yesPaid, noPaid);
  }

  public void quoted(Quote quote) {
    handler.onQuoted(++lastSeq, quote);
  }

  public void repeated(long firstSeq, long lastSeq) {
    handler.onRepeated(++this.lastSeq, firstSeq, lastSeq);
  }

  public void accountChanged(long account, boolean netting, boolean suspended) {
    handler.onAccountChanged(++lastSeq, account, netting, suspended);
  }

  public void exchangeStateChanged(ExchangeState state) {
    handler.onExchangeStateChanged(++lastSeq, state);
  }

  public void itemRejected(Reason reason, Rejection rejection) {
    rejection.reason = reason;
    handler.onItemRejected(++lastSeq, rejection);
  }

  public void basketPlaced(long basket, long account, int orders, Text clientOrderId) {
    handler.onBasketPlaced(++lastSeq, basket, account, orders, clientOrderId);
  }

  public void orderAmended(
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    handler.onOrderAmended(
        ++lastSeq, order, account, market, price, quantity, remaining, keptPriority, restated);
  }

  public void orderReduced(
      long order, long account, long market, long by, long remaining, ReduceReason reason) {
    handler.onOrderReduced(++lastSeq, order, account, market, by, remaining, reason);
  }

  public void orderGroupChanged(
      long group, long account, long limit, long windowMs, GroupState state) {
    handler.onOrderGroupChanged(++lastSeq, group, account, limit, windowMs, state);
  }

  public void holdingChanged(
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {
    handler.onHoldingChanged(
        ++lastSeq, account, market, outcome, quantity, amount, reason, yesMark);
  }

  public void marketScheduled(long market, long openAtMs, long closeAtMs) {
    handler.onMarketScheduled(++lastSeq, market, openAtMs, closeAtMs);
  }

  public void resolutionChallenged(long market, String reason) {
    handler.onResolutionChallenged(++lastSeq, market, reason);
  }

  public void liquidityChanged(long market, long liquidity) {
    handler.onLiquidityChanged(++lastSeq, market, liquidity);
  }

  public void producerChanged(long account, long market, boolean authorised) {
    handler.onProducerChanged(++lastSeq, account, market, authorised);
  }

  public void recipeChanged(SetRecipe recipe) {
    handler.onRecipeChanged(++lastSeq, recipe);
  }
}
