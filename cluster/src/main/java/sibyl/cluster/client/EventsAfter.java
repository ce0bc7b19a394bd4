package sibyl.cluster.client;

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
  public void onEventEdited(long seq, EditEvent edit) {
    if (seq > afterSeq) {
      events.onEventEdited(seq, edit);
    }
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    if (seq > afterSeq) {
      events.onEventDeleted(seq, event, reason);
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
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    if (seq > afterSeq) {
      events.onResolved(seq, market, yesFraction, finalAtMs);
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
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    if (seq > afterSeq) {
      events.onSetsChanged(seq, account, market, quantity, reason, yesMark);
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
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    if (seq > afterSeq) {
      events.onRepeated(seq, firstSeq, lastSeq);
    }
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    if (seq > afterSeq) {
      events.onAccountChanged(seq, account, netting, suspended);
    }
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    if (seq > afterSeq) {
      events.onExchangeStateChanged(seq, state);
    }
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    if (seq > afterSeq) {
      events.onItemRejected(seq, rejection);
    }
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    if (seq > afterSeq) {
      events.onBasketPlaced(seq, basket, account, orders, clientOrderId);
    }
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
    if (seq > afterSeq) {
      events.onOrderAmended(
          seq, order, account, market, price, quantity, remaining, keptPriority, restated);
    }
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
    if (seq > afterSeq) {
      events.onOrderReduced(seq, order, account, market, by, remaining, reason);
    }
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    if (seq > afterSeq) {
      events.onOrderGroupChanged(seq, group, account, limit, windowMs, state);
    }
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
    if (seq > afterSeq) {
      events.onHoldingChanged(seq, account, market, outcome, quantity, amount, reason, yesMark);
    }
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    if (seq > afterSeq) {
      events.onMarketScheduled(seq, market, openAtMs, closeAtMs);
    }
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    if (seq > afterSeq) {
      events.onResolutionChallenged(seq, market, reason);
    }
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    if (seq > afterSeq) {
      events.onLiquidityChanged(seq, market, liquidity);
    }
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    if (seq > afterSeq) {
      events.onProducerChanged(seq, account, market, authorised);
    }
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    if (seq > afterSeq) {
      events.onRecipeChanged(seq, recipe);
    }
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    events.onCommandEnd(lastSeq);
  }
}
