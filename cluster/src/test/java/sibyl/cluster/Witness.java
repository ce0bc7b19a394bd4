package sibyl.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

/**
 * A reader of the journal that insists on dense numbers and whole commands, and remembers how often
 * each command of a test was answered.
 */
final class Witness implements EventHandler {
  private final Map<Long, Integer> answers = new ConcurrentHashMap<>();
  private boolean inCommand;
  private long correlation;
  private volatile long firstSeq;
  private volatile long lastSeq;
  private final AtomicInteger rejections = new AtomicInteger();
  private final AtomicInteger transfers = new AtomicInteger();
  private final AtomicInteger settled = new AtomicInteger();

  /** How often the command of this number was answered. */
  int answersTo(long correlation) {
    return answers.getOrDefault(correlation, 0);
  }

  Map<Long, Integer> answers() {
    return answers;
  }

  long firstSeq() {
    return firstSeq;
  }

  long lastSeq() {
    return lastSeq;
  }

  int transfers() {
    return transfers.get();
  }

  int rejections() {
    return rejections.get();
  }

  int settled() {
    return settled.get();
  }

  private void event(long seq) {
    if (!inCommand) {
      throw new AssertionError("event " + seq + " outside of a command");
    }
    if (lastSeq != 0 && seq != lastSeq + 1) {
      throw new AssertionError("event " + seq + " after event " + lastSeq);
    }
    if (lastSeq == 0) {
      firstSeq = seq;
    }
    lastSeq = seq;
  }

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    if (inCommand) {
      throw new AssertionError("a command within a command after event " + lastSeq);
    }
    inCommand = true;
    this.correlation = correlation;
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    event(seq);
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    event(seq);
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    event(seq);
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    event(seq);
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    event(seq);
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
    event(seq);
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
    event(seq);
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    event(seq);
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
    event(seq);
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    event(seq);
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    event(seq);
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    event(seq);
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    event(seq);
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    event(seq);
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    if (lastSeq != this.lastSeq) {
      throw new AssertionError("command ends at " + lastSeq + " after " + this.lastSeq);
    }
    inCommand = false;
    if (correlation != 0) {
      answers.merge(correlation, 1, Integer::sum);
    }
  }

  @Override
  public void onRejected(long seq, Rejection rejection) {
    event(seq);
    rejections.incrementAndGet();
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    event(seq);
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    event(seq);
    transfers.incrementAndGet();
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    event(seq);
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    event(seq);
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    event(seq);
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    event(seq);
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    event(seq);
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    event(seq);
    if (state == MarketState.SETTLED) {
      settled.incrementAndGet();
    }
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    event(seq);
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    event(seq);
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    event(seq);
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    event(seq);
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    event(seq);
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    event(seq);
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    event(seq);
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
    event(seq);
  }

  @Override
  public void onQuoted(long seq, Quote quote) {
    event(seq);
  }
}
