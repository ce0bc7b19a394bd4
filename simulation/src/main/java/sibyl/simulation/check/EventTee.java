package sibyl.simulation.check;

import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.PostingReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
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
  public void onResolved(long seq, long market, int yesFraction) {
    first.onResolved(seq, market, yesFraction);
    second.onResolved(seq, market, yesFraction);
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
  public void onSetsChanged(long seq, long account, long market, long quantity, SetReason reason) {
    first.onSetsChanged(seq, account, market, quantity, reason);
    second.onSetsChanged(seq, account, market, quantity, reason);
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
  public void onCommandEnd(long lastSeq) {
    first.onCommandEnd(lastSeq);
    second.onCommandEnd(lastSeq);
  }
}
