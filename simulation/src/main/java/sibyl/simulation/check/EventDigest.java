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
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Text;
import sibyl.engine.command.TickBand;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;
import sibyl.simulation.generate.Dice;

/** One number that depends on every field of every event, in order. */
public final class EventDigest implements EventHandler {
  private long digest;

  public EventDigest() {
    this(0);
  }

  /** Continues from the digest of the events before. */
  public EventDigest(long digest) {
    this.digest = digest;
  }

  public long digest() {
    return digest;
  }

  private void add(long... values) {
    for (long value : values) {
      digest = Dice.mix(digest * 31 + value + 1);
    }
  }

  private void add(Enum<?> value) {
    add(value.name());
  }

  private void add(boolean value) {
    add(value ? 1 : 0);
  }

  private void add(String text) {
    add(text.length(), text.hashCode());
  }

  private void add(Text text) {
    add(text.length(), text.hashCode());
  }

  private void add(Rejection r) {
    add(r.account, r.market, r.order, r.needed, r.available, r.held, r.asset, r.nearest, r.item);
    add(r.reason);
  }

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    add(1, timeMs, origin, correlation, actor);
  }

  @Override
  public void onRejected(long seq, Rejection r) {
    add(2, seq);
    add(r);
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    add(3, seq, account);
    add(netting);
  }

  @Override
  public void onTransferred(long seq, Transfer t) {
    add(4, seq, t.idHigh(), t.idLow(), t.from(), t.to(), t.amount());
    add(t.kind());
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    add(5, seq, account, asset, amount, free, held);
    add(reason);
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    add(6, seq, event, spec.openAtMs(), spec.closeAtMs(), spec.markets().size());
    add(spec.exclusive());
    add(spec.title());
    add(spec.description());
    add(spec.category());
    add(spec.rules());
    add(spec.source());
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    add(35, seq, edit.event(), edit.closeAtMs());
    add(edit.toString());
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    add(36, seq, event);
    add(reason);
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec s) {
    add(7, seq, market, event, s.payout(), s.tick(), s.lot(), s.liquidity());
    add(s.takerRate(), s.makerRate());
    add(s.mode());
    add(s.fee());
    add(s.title());
    MarketRules rules = s.rules();
    add(rules.kind());
    add(rules.fourEyes());
    add(rules.collar(), rules.challengeMs(), rules.segment());
    for (TickBand band : rules.bands()) {
      add(band.below(), band.tick());
    }
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    add(8, seq, market);
    add(state);
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    add(9, seq, market, yesFraction);
    add(evidence);
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    add(10, seq, market, yesFraction, finalAtMs);
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder p) {
    add(11, seq, order, quantity, p.account, p.market, p.price, p.quantity, p.maxCost);
    add(p.expiresAtMs, p.validUntilMs, p.orderGroup, p.clientKeyHigh, p.clientKeyLow);
    add(p.side);
    add(p.outcome);
    add(p.type);
    add(p.timeInForce);
    add(p.selfTradePrevention);
    add(p.postOnly);
    add(p.reduceOnly);
    add(p.cancelOnHalt);
    add(p.clientOrderId);
    add(p.message);
  }

  @Override
  public void onTrade(long seq, Trade t) {
    add(12, seq, t.trade, t.market, t.yesPrice, t.quantity);
    add(t.takerOrder, t.takerAccount, t.takerCost, t.takerFee, t.takerRemaining);
    add(t.makerOrder, t.makerAccount, t.makerCost, t.makerFee, t.makerRemaining);
    add(t.kind);
    add(t.takerSide);
    add(t.takerOutcome);
    add(t.makerSide);
    add(t.makerOutcome);
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    add(13, seq, order, account, market, remaining);
    add(reason);
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    add(14, seq, account, market, quantity, yesMark);
    add(reason);
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    add(15, seq, market, yesSold, noSold, yesPriceBillionths);
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
    add(16, seq, account, market, yesQuantity, noQuantity, yesPaid, noPaid);
  }

  @Override
  public void onQuoted(long seq, Quote q) {
    add(17, seq, q.account, q.market, q.filled, q.resting, q.cost, q.fee, q.worstPrice);
    add(q.yesPriceBefore, q.yesPriceAfter, q.hold, q.payoutIfRight, q.item);
    add(q.refusal == null ? "" : q.refusal.name());
    add(q.keepsPriority ? 1 : 0);
    add(q.side);
    add(q.outcome);
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    add(19, seq, firstSeq, lastSeq);
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    add(20, seq, account);
    add(netting);
    add(suspended);
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    add(21, seq);
    add(state);
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    add(22, seq);
    add(rejection);
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    add(23, seq, basket, account, orders);
    add(clientOrderId);
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
    add(24, seq, order, account, market, price, quantity, remaining);
    add(keptPriority);
    add(restated);
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
    add(25, seq, order, account, market, by, remaining);
    add(reason);
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    add(26, seq, group, account, limit, windowMs);
    add(state);
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
    add(27, seq, account, market, quantity, amount, yesMark);
    add(outcome);
    add(reason);
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    add(28, seq, market, openAtMs, closeAtMs);
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    add(29, seq, market);
    add(reason);
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    add(30, seq, market, liquidity);
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    add(31, seq, account, market);
    add(authorised);
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    add(32, seq, recipe.market(), recipe.ingredients().size());
    for (Ingredient ingredient : recipe.ingredients()) {
      add(ingredient.market(), ingredient.quantity());
    }
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    add(18, lastSeq);
  }
}
