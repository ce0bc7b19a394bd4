package sibyl.cluster.client;

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

/** Passes on the events after a number, and the end of their command; its beginning was told. */
final class EventsAfter implements EventHandler {
  private final EventHandler events;
  private final long afterSeq;

  EventsAfter(EventHandler events, long afterSeq) {
    this.events = events;
    this.afterSeq = afterSeq;
  }

  /** Told before, from the frame. */
  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {}

  @Override
  public void onRejected(long seq, Rejection rejection) {
    if (seq > afterSeq) {
      events.onRejected(seq, rejection);
    }
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    if (seq > afterSeq) {
      events.onAccountOpened(seq, account, netting);
    }
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    if (seq > afterSeq) {
      events.onTransferred(seq, transfer);
    }
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    if (seq > afterSeq) {
      events.onPosting(seq, account, asset, amount, free, held, reason);
    }
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    if (seq > afterSeq) {
      events.onEventCreated(seq, event, spec);
    }
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    if (seq > afterSeq) {
      events.onMarketCreated(seq, market, event, spec);
    }
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    if (seq > afterSeq) {
      events.onMarketStateChanged(seq, market, state);
    }
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    if (seq > afterSeq) {
      events.onResolutionProposed(seq, market, yesFraction, evidence);
    }
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction) {
    if (seq > afterSeq) {
      events.onResolved(seq, market, yesFraction);
    }
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    if (seq > afterSeq) {
      events.onOrderPlaced(seq, order, quantity, spec);
    }
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    if (seq > afterSeq) {
      events.onTrade(seq, trade);
    }
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    if (seq > afterSeq) {
      events.onOrderClosed(seq, order, account, market, reason, remaining);
    }
  }

  @Override
  public void onSetsChanged(long seq, long account, long market, long quantity, SetReason reason) {
    if (seq > afterSeq) {
      events.onSetsChanged(seq, account, market, quantity, reason);
    }
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    if (seq > afterSeq) {
      events.onMakerMoved(seq, market, yesSold, noSold, yesPriceBillionths);
    }
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
    if (seq > afterSeq) {
      events.onHolderSettled(seq, account, market, yesQuantity, noQuantity, yesPaid, noPaid);
    }
  }

  @Override
  public void onQuoted(long seq, Quote quote) {
    if (seq > afterSeq) {
      events.onQuoted(seq, quote);
    }
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    events.onCommandEnd(lastSeq);
  }
}
