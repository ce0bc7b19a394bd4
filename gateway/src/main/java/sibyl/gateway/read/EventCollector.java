package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
import sibyl.protocol.derive.OrderFigures;

/**
 * Collects the events of one command and hands them on as a whole. Nothing is visible to readers
 * before the command's end has arrived, so a journal that stops in the middle of a command leaves
 * the read model at the command before, and never a lock held.
 *
 * <p>Used by the one thread that follows the journal. Memory: the events of one command, which the
 * engine's limits bound.
 */
public final class EventCollector implements EventHandler {
  private final Consumer<CommandEvents> whole;
  private final List<Change> changes = new ArrayList<>();
  private long timeMs;
  private long origin;
  private long correlation;
  private long actor;
  private long basket;
  private int ordersOfBasketToCome;

  public EventCollector(Consumer<CommandEvents> whole) {
    this.whole = whole;
  }

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    this.timeMs = timeMs;
    this.origin = origin;
    this.correlation = correlation;
    this.actor = actor;
    ordersOfBasketToCome = 0;
    changes.clear();
  }

  @Override
  public void onRejected(long seq, Rejection rejection) {
    changes.add(refusal(seq, rejection));
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    changes.add(new Change.AccountOpened(seq, account, netting));
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    changes.add(new Change.Transferred(seq, transfer));
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    changes.add(new Change.Posted(seq, account, asset, amount, free, held, reason));
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    changes.add(new Change.EventCreated(seq, event, spec));
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    changes.add(new Change.EventEdited(seq, edit));
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    changes.add(new Change.EventDeleted(seq, event, reason));
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    changes.add(new Change.MarketCreated(seq, market, event, spec));
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    changes.add(new Change.MarketStateChanged(seq, market, state));
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    changes.add(new Change.ResolutionProposed(seq, market, yesFraction, evidence));
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    changes.add(new Change.Resolved(seq, market, yesFraction, finalAtMs));
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    changes.add(
        new Change.OrderPlaced(
            seq,
            new OrderView(
                order,
                textOrNull(spec.clientOrderId),
                spec.account,
                spec.market,
                spec.side,
                spec.outcome,
                spec.type,
                spec.price,
                OrderFigures.placed(quantity, spec),
                0,
                spec.maxCost,
                0,
                0,
                OrderStatus.OPEN,
                null,
                spec.timeInForce,
                spec.selfTradePrevention,
                spec.postOnly,
                spec.reduceOnly,
                spec.cancelOnHalt,
                spec.expiresAtMs,
                spec.orderGroup,
                basketOfNextOrder(),
                textOrNull(spec.message),
                timeMs,
                timeMs,
                seq,
                seq)));
  }

  @Override
  public void onTrade(long seq, Trade t) {
    changes.add(
        new Change.Traded(
            seq,
            t.trade,
            t.market,
            t.kind,
            t.yesPrice,
            t.quantity,
            new Change.Party(
                t.takerOrder,
                t.takerAccount,
                t.takerSide,
                t.takerOutcome,
                t.takerCost,
                t.takerFee,
                t.takerRemaining),
            new Change.Party(
                t.makerOrder,
                t.makerAccount,
                t.makerSide,
                t.makerOutcome,
                t.makerCost,
                t.makerFee,
                t.makerRemaining)));
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    changes.add(new Change.OrderClosed(seq, order, account, market, reason, remaining));
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    changes.add(new Change.SetsChanged(seq, account, market, quantity, reason, yesMark));
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    changes.add(new Change.MakerMoved(seq, market, yesSold, noSold, yesPriceBillionths));
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
    changes.add(
        new Change.HolderSettled(seq, account, market, yesQuantity, noQuantity, yesPaid, noPaid));
  }

  @Override
  public void onQuoted(long seq, Quote q) {
    changes.add(
        new Change.Quoted(
            seq,
            q.market,
            q.side,
            q.outcome,
            q.refusal,
            q.filled,
            q.resting,
            q.cost,
            q.fee,
            q.worstPrice,
            q.yesPriceBefore,
            q.yesPriceAfter,
            q.hold,
            q.payoutIfRight,
            q.item,
            q.keepsPriority));
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    changes.add(new Change.Repeated(seq, firstSeq, lastSeq));
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    changes.add(new Change.AccountChanged(seq, account, netting, suspended));
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    changes.add(new Change.ExchangeStateChanged(seq, state));
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    changes.add(new Change.ItemRejected(refusal(seq, rejection)));
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    changes.add(new Change.BasketPlaced(seq, basket, account, orders, textOrNull(clientOrderId)));
    this.basket = basket;
    ordersOfBasketToCome = orders;
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
    changes.add(
        new Change.OrderAmended(
            seq, order, account, market, price, quantity, remaining, keptPriority, restated));
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
    changes.add(new Change.OrderReduced(seq, order, account, market, by, remaining, reason));
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    changes.add(new Change.OrderGroupChanged(seq, group, account, limit, windowMs, state));
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
    changes.add(
        new Change.HoldingChanged(
            seq, account, market, outcome, quantity, amount, reason, yesMark));
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    changes.add(new Change.MarketScheduled(seq, market, openAtMs, closeAtMs));
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    changes.add(new Change.ResolutionChallenged(seq, market, reason));
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    changes.add(new Change.LiquidityChanged(seq, market, liquidity));
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    changes.add(new Change.ProducerChanged(seq, account, market, authorised));
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    changes.add(new Change.RecipeChanged(seq, recipe));
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    whole.accept(new CommandEvents(timeMs, origin, correlation, actor, lastSeq, changes));
    changes.clear();
  }

  private static Change.Rejected refusal(long seq, Rejection r) {
    return new Change.Rejected(
        seq,
        r.reason,
        r.account,
        r.market,
        r.order,
        r.basket,
        r.needed,
        r.available,
        r.held,
        r.asset,
        r.nearest,
        r.item);
  }

  /** The orders of a basket come right behind it; 0 when none is to come. */
  private long basketOfNextOrder() {
    if (ordersOfBasketToCome == 0) {
      return 0;
    }
    ordersOfBasketToCome--;
    return basket;
  }

  private static @Nullable String textOrNull(Text text) {
    return text.isEmpty() ? null : text.toString();
  }
}
