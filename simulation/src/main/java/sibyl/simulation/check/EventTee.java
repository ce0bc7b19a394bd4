package sibyl.simulation.check;

import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Text;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;

/** Tells every event to one handler and then to another. */
public record EventTee(EventHandler first, EventHandler second) implements EventHandler {
  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    first.onCommand(timeMs, origin, correlation, actor);
    second.onCommand(timeMs, origin, correlation, actor);
  }

  @Override
  public void onRejected(long seq, Rejection rejection) {
    first.onRejected(seq, rejection);
    second.onRejected(seq, rejection);
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    first.onAccountOpened(seq, account, netting);
    second.onAccountOpened(seq, account, netting);
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    first.onTransferred(seq, transfer);
    second.onTransferred(seq, transfer);
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    first.onPosting(seq, account, asset, amount, free, held, reason);
    second.onPosting(seq, account, asset, amount, free, held, reason);
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    first.onEventCreated(seq, event, spec);
    second.onEventCreated(seq, event, spec);
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    first.onEventEdited(seq, edit);
    second.onEventEdited(seq, edit);
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    first.onEventDeleted(seq, event, reason);
    second.onEventDeleted(seq, event, reason);
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    first.onMarketCreated(seq, market, event, spec);
    second.onMarketCreated(seq, market, event, spec);
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    first.onMarketStateChanged(seq, market, state);
    second.onMarketStateChanged(seq, market, state);
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    first.onResolutionProposed(seq, market, yesFraction, evidence);
    second.onResolutionProposed(seq, market, yesFraction, evidence);
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    first.onResolved(seq, market, yesFraction, finalAtMs);
    second.onResolved(seq, market, yesFraction, finalAtMs);
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    first.onOrderPlaced(seq, order, quantity, spec);
    second.onOrderPlaced(seq, order, quantity, spec);
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    first.onTrade(seq, trade);
    second.onTrade(seq, trade);
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    first.onOrderClosed(seq, order, account, market, reason, remaining);
    second.onOrderClosed(seq, order, account, market, reason, remaining);
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    first.onSetsChanged(seq, account, market, quantity, reason, yesMark);
    second.onSetsChanged(seq, account, market, quantity, reason, yesMark);
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    first.onMakerMoved(seq, market, yesSold, noSold, yesPriceBillionths);
    second.onMakerMoved(seq, market, yesSold, noSold, yesPriceBillionths);
  }

  @Override
  public void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid) {
    first.onHolderSettled(seq, account, market, yesQuantity, noQuantity, yesPaid, noPaid);
    second.onHolderSettled(seq, account, market, yesQuantity, noQuantity, yesPaid, noPaid);
  }

  @Override
  public void onQuoted(long seq, Quote quote) {
    first.onQuoted(seq, quote);
    second.onQuoted(seq, quote);
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    first.onRepeated(seq, firstSeq, lastSeq);
    second.onRepeated(seq, firstSeq, lastSeq);
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    first.onAccountChanged(seq, account, netting, suspended);
    second.onAccountChanged(seq, account, netting, suspended);
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    first.onExchangeStateChanged(seq, state);
    second.onExchangeStateChanged(seq, state);
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    first.onItemRejected(seq, rejection);
    second.onItemRejected(seq, rejection);
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    first.onBasketPlaced(seq, basket, account, orders, clientOrderId);
    second.onBasketPlaced(seq, basket, account, orders, clientOrderId);
  }

  @Override
  public void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    first.onOrderAmended(
        seq, order, account, market, price, quantity, remaining, keptPriority, restated);
    second.onOrderAmended(
        seq, order, account, market, price, quantity, remaining, keptPriority, restated);
  }

  @Override
  public void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason) {
    first.onOrderReduced(seq, order, account, market, by, remaining, reason);
    second.onOrderReduced(seq, order, account, market, by, remaining, reason);
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    first.onOrderGroupChanged(seq, group, account, limit, windowMs, state);
    second.onOrderGroupChanged(seq, group, account, limit, windowMs, state);
  }

  @Override
  public void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {
    first.onHoldingChanged(seq, account, market, outcome, quantity, amount, reason, yesMark);
    second.onHoldingChanged(seq, account, market, outcome, quantity, amount, reason, yesMark);
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    first.onMarketScheduled(seq, market, openAtMs, closeAtMs);
    second.onMarketScheduled(seq, market, openAtMs, closeAtMs);
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    first.onResolutionChallenged(seq, market, reason);
    second.onResolutionChallenged(seq, market, reason);
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    first.onLiquidityChanged(seq, market, liquidity);
    second.onLiquidityChanged(seq, market, liquidity);
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    first.onProducerChanged(seq, account, market, authorised);
    second.onProducerChanged(seq, account, market, authorised);
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    first.onRecipeChanged(seq, recipe);
    second.onRecipeChanged(seq, recipe);
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    first.onCommandEnd(lastSeq);
    second.onCommandEnd(lastSeq);
  }
}
