package sibyl.engine;

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

/** Remembers the last order and how often it traded; allocates nothing. */
final class LastOrder implements EventHandler {
  private long order;
  private long trades;
  private long amendments;
  private long repeats;

  long order() {
    return order;
  }

  long trades() {
    return trades;
  }

  long amendments() {
    return amendments;
  }

  long repeats() {
    return repeats;
  }

  @Override
  public void onOrderPlaced(long seq, long placed, long quantity, PlaceOrder spec) {
    order = placed;
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    trades++;
  }

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {}

  @Override
  public void onRejected(long seq, Rejection rejection) {}

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {}

  @Override
  public void onTransferred(long seq, Transfer transfer) {}

  @Override
  public void onPosting(
      long seq,
      long account,
      long asset,
      long amount,
      long free,
      long held,
      PostingReason reason) {}

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {}

  @Override
  public void onEventEdited(long seq, EditEvent edit) {}

  @Override
  public void onEventDeleted(long seq, long event, String reason) {}

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {}

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {}

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {}

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {}

  @Override
  public void onOrderClosed(
      long seq, long closed, long account, long market, CloseReason reason, long remaining) {}

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {}

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {}

  @Override
  public void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid) {}

  @Override
  public void onQuoted(long seq, Quote quote) {}

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    repeats++;
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {}

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {}

  @Override
  public void onItemRejected(long seq, Rejection rejection) {}

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {}

  @Override
  public void onOrderAmended(
      long seq,
      long amended,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    amendments++;
  }

  @Override
  public void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason) {}

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {}

  @Override
  public void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {}

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {}

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {}

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {}

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {}

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {}

  @Override
  public void onCommandEnd(long lastSeq) {}
}
