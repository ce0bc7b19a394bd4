package sibyl.store.projection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
import sibyl.protocol.derive.OrderFigures;

/**
 * Copies what it hears into {@link RecordedCommand}s. Events up to the position it starts from are
 * skipped; after that every event must have the number after the one before. One thread.
 */
abstract class CommandRecorder implements EventHandler {
  private long lastSeq;
  private boolean inCommand;
  private long timeMs;
  private long origin;
  private long correlation;
  private long actor;
  private long firstSeq;
  private List<Change> changes = new ArrayList<>();
  private long basket;
  private int ordersOfBasketToCome;

  /**
   * @param position the last event that is not to be recorded again
   */
  CommandRecorder(long position) {
    this.lastSeq = position;
  }

  /** The events of one more command are complete. */
  abstract void recorded(RecordedCommand command);

  /** A failure that ends the recording; it is thrown to the caller of this handler. */
  abstract ProjectionException failed(String message);

  @Override
  public final void onCommand(long timeMs, long origin, long correlation, long actor) {
    if (inCommand) {
      throw failed("a command began inside another, after event " + lastSeq);
    }
    inCommand = true;
    this.timeMs = timeMs;
    this.origin = origin;
    this.correlation = correlation;
    this.actor = actor;
    firstSeq = lastSeq + 1;
    ordersOfBasketToCome = 0;
    changes = new ArrayList<>();
  }

  @Override
  public final void onCommandEnd(long lastSeq) {
    if (!inCommand) {
      throw failed("a command ended that had not begun, at event " + lastSeq);
    }
    inCommand = false;
    if (lastSeq > this.lastSeq) {
      throw failed("the journal has a gap after event " + this.lastSeq + ", before " + lastSeq);
    }
    if (this.lastSeq >= firstSeq) {
      recorded(new RecordedCommand(timeMs, actor, firstSeq, this.lastSeq, changes));
    }
    changes = new ArrayList<>();
  }

  @Override
  public final void onRejected(long seq, Rejection rejection) {
    if (isNew(seq)
        && origin == OutboxMark.ORIGIN
        && rejection.reason != Reason.DUPLICATE_TRANSFER) {
      changes.add(new Change.TransferRefused(seq, correlation, rejection.reason));
    }
  }

  @Override
  public final void onAccountOpened(long seq, long account, boolean netting) {
    if (isNew(seq)) {
      changes.add(new Change.AccountOpened(seq, account, netting));
    }
  }

  @Override
  public final void onTransferred(long seq, Transfer transfer) {
    if (isNew(seq)) {
      changes.add(new Change.Transferred(seq, transfer));
    }
  }

  @Override
  public final void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    if (isNew(seq)) {
      changes.add(new Change.Posted(seq, account, asset, amount, free, held, reason));
    }
  }

  @Override
  public final void onEventCreated(long seq, long event, CreateEvent spec) {
    if (isNew(seq)) {
      changes.add(new Change.EventCreated(seq, event, spec));
    }
  }

  @Override
  public final void onEventEdited(long seq, EditEvent edit) {
    if (isNew(seq)) {
      changes.add(new Change.EventEdited(seq, edit));
    }
  }

  @Override
  public final void onEventDeleted(long seq, long event, String reason) {
    if (isNew(seq)) {
      changes.add(new Change.EventDeleted(seq, event, reason));
    }
  }

  @Override
  public final void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    if (isNew(seq)) {
      changes.add(new Change.MarketCreated(seq, market, event, spec));
    }
  }

  @Override
  public final void onMarketStateChanged(long seq, long market, MarketState state) {
    if (isNew(seq)) {
      changes.add(new Change.MarketStateChanged(seq, market, state));
    }
  }

  @Override
  public final void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    if (isNew(seq)) {
      changes.add(new Change.ResolutionProposed(seq, market, yesFraction, evidence));
    }
  }

  @Override
  public final void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    if (isNew(seq)) {
      changes.add(new Change.Resolved(seq, market, yesFraction, finalAtMs));
    }
  }

  @Override
  public final void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    if (isNew(seq)) {
      changes.add(
          new Change.OrderPlaced(
              seq,
              order,
              spec.account,
              spec.market,
              spec.side,
              spec.outcome,
              spec.type,
              spec.timeInForce,
              spec.selfTradePrevention,
              spec.price,
              OrderFigures.placed(quantity, spec),
              spec.maxCost,
              spec.expiresAtMs,
              spec.validUntilMs,
              spec.postOnly,
              spec.reduceOnly,
              spec.cancelOnHalt,
              spec.orderGroup,
              basketOfNextOrder(),
              textOrNull(spec.clientOrderId),
              textOrNull(spec.message)));
    }
  }

  @Override
  public final void onTrade(long seq, Trade trade) {
    if (isNew(seq)) {
      changes.add(new Change.Traded(seq, copyOf(trade)));
    }
  }

  @Override
  public final void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    if (isNew(seq)) {
      changes.add(new Change.OrderClosed(seq, order, reason, remaining));
    }
  }

  @Override
  public final void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    if (isNew(seq)) {
      changes.add(new Change.SetsChanged(seq, account, market, quantity, yesMark));
    }
  }

  @Override
  public final void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    if (isNew(seq)) {
      changes.add(new Change.MakerMoved(seq, market, yesSold, noSold, yesPriceBillionths));
    }
  }

  @Override
  public final void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid) {
    if (isNew(seq)) {
      changes.add(
          new Change.HolderSettled(seq, account, market, yesQuantity, noQuantity, yesPaid, noPaid));
    }
  }

  @Override
  public final void onQuoted(long seq, Quote quote) {
    isNew(seq);
  }

  @Override
  public final void onRepeated(long seq, long firstSeq, long lastSeq) {
    isNew(seq);
  }

  @Override
  public final void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    if (isNew(seq)) {
      changes.add(new Change.AccountChanged(seq, account, netting, suspended));
    }
  }

  @Override
  public final void onExchangeStateChanged(long seq, ExchangeState state) {
    if (isNew(seq)) {
      changes.add(new Change.ExchangeStateChanged(seq, state));
    }
  }

  @Override
  public final void onItemRejected(long seq, Rejection rejection) {
    isNew(seq);
  }

  @Override
  public final void onBasketPlaced(
      long seq, long basket, long account, int orders, Text clientOrderId) {
    if (isNew(seq)) {
      changes.add(new Change.BasketPlaced(seq, basket, account, orders, textOrNull(clientOrderId)));
      this.basket = basket;
      ordersOfBasketToCome = orders;
    }
  }

  @Override
  public final void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    if (isNew(seq)) {
      changes.add(new Change.OrderAmended(seq, order, price, quantity, remaining, restated));
    }
  }

  @Override
  public final void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason) {
    if (isNew(seq)) {
      changes.add(new Change.OrderReduced(seq, order, by, remaining, reason));
    }
  }

  @Override
  public final void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    if (isNew(seq)) {
      changes.add(new Change.OrderGroupChanged(seq, group, account, limit, windowMs, state));
    }
  }

  @Override
  public final void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {
    if (isNew(seq)) {
      changes.add(
          new Change.HoldingChanged(
              seq, account, market, outcome, quantity, amount, reason, yesMark));
    }
  }

  @Override
  public final void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    if (isNew(seq)) {
      changes.add(new Change.MarketScheduled(seq, market, openAtMs, closeAtMs));
    }
  }

  @Override
  public final void onResolutionChallenged(long seq, long market, String reason) {
    if (isNew(seq)) {
      changes.add(new Change.ResolutionChallenged(seq, market, reason));
    }
  }

  @Override
  public final void onLiquidityChanged(long seq, long market, long liquidity) {
    if (isNew(seq)) {
      changes.add(new Change.LiquidityChanged(seq, market, liquidity));
    }
  }

  @Override
  public final void onProducerChanged(long seq, long account, long market, boolean authorised) {
    if (isNew(seq)) {
      changes.add(new Change.ProducerChanged(seq, account, market, authorised));
    }
  }

  @Override
  public final void onRecipeChanged(long seq, SetRecipe recipe) {
    if (isNew(seq)) {
      changes.add(new Change.RecipeChanged(seq, recipe));
    }
  }

  /** The orders of a basket come right behind it; null when none is to come. */
  private @Nullable Long basketOfNextOrder() {
    if (ordersOfBasketToCome == 0) {
      return null;
    }
    ordersOfBasketToCome--;
    return basket;
  }

  private boolean isNew(long seq) {
    if (!inCommand) {
      throw failed("event " + seq + " stands outside any command");
    }
    if (seq <= lastSeq) {
      return false;
    }
    if (seq != lastSeq + 1) {
      throw failed("the journal has a gap: event " + seq + " came after event " + lastSeq);
    }
    lastSeq = seq;
    return true;
  }

  private static @Nullable String textOrNull(Text text) {
    return text.isEmpty() ? null : text.toString();
  }

  private static Trade copyOf(Trade trade) {
    Trade copy = new Trade();
    copy.trade = trade.trade;
    copy.market = trade.market;
    copy.kind = trade.kind;
    copy.yesPrice = trade.yesPrice;
    copy.quantity = trade.quantity;
    copy.takerOrder = trade.takerOrder;
    copy.takerAccount = trade.takerAccount;
    copy.takerSide = trade.takerSide;
    copy.takerOutcome = trade.takerOutcome;
    copy.takerCost = trade.takerCost;
    copy.takerFee = trade.takerFee;
    copy.takerRemaining = trade.takerRemaining;
    copy.makerOrder = trade.makerOrder;
    copy.makerAccount = trade.makerAccount;
    copy.makerSide = trade.makerSide;
    copy.makerOutcome = trade.makerOutcome;
    copy.makerCost = trade.makerCost;
    copy.makerFee = trade.makerFee;
    copy.makerRemaining = trade.makerRemaining;
    return copy;
  }
}
