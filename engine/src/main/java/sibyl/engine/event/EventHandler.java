package sibyl.engine.event;

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

/**
 * Everything the exchange says happened, in order. The engine calls it; the wire decoder calls it
 * again on the reader's side, so a reader of the journal and a listener in the engine's own process
 * are the same thing. No mutable argument may be kept after the call returns.
 *
 * <p>The events of one command stand between {@link #onCommand} and {@link #onCommandEnd}; only
 * there is the state they describe whole. {@code seq} is dense: every event has the number after
 * the one before, over the life of the exchange. An order that was placed or amended and not closed
 * by the end of its command rests in the book with what its trades left of it.
 */
public interface EventHandler {
  /**
   * Opens the events of one command (or of a timer: origin and correlation 0).
   *
   * @param timeMs log time
   * @param origin who sent the command
   * @param correlation the sender's number for it
   * @param actor the user on whose behalf; 0 for the system
   */
  void onCommand(long timeMs, long origin, long correlation, long actor);

  /** The command was refused and changed nothing. */
  void onRejected(long seq, Rejection rejection);

  void onAccountOpened(long seq, long account, boolean netting);

  void onTransferred(long seq, Transfer transfer);

  /**
   * One movement on one account and asset. The amounts of a command sum to zero per asset; a pool's
   * negative shares are what it has issued.
   *
   * @param amount signed; 0 when only the hold changed
   * @param free the account's free balance of the asset after this
   * @param held what its open orders hold of it after this
   */
  void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason);

  /** An event was created; its markets follow, each as {@link #onMarketCreated}. */
  void onEventCreated(long seq, long event, CreateEvent spec);

  /**
   * An event has other words or another announced end; what the command does not state is as it
   * was. The times of its markets follow, each as {@link #onMarketScheduled}.
   */
  void onEventEdited(long seq, EditEvent edit);

  /**
   * An event was taken back, before anything was traded in it. Its markets are closed, as their
   * states say next; their orders end by and by, then they are settled with nobody paid.
   */
  void onEventDeleted(long seq, long event, String reason);

  void onMarketCreated(long seq, long market, long event, MarketSpec spec);

  void onMarketStateChanged(long seq, long market, MarketState state);

  void onResolutionProposed(long seq, long market, int yesFraction, String evidence);

  /**
   * The outcome is confirmed; the market's state has changed with it.
   *
   * @param finalAtMs log time until which it can be challenged and at which settlement starts by
   *     itself; 0 when it is final at once and settled by command
   */
  void onResolved(long seq, long market, int yesFraction, long finalAtMs);

  /**
   * An order was accepted.
   *
   * @param quantity what it is for, hundredths: what it states, less what reduce-only took off at
   *     once; 0 for a budget, whose trades tell
   */
  void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec);

  void onTrade(long seq, Trade trade);

  /**
   * An order is over. It is filled only if all that its owner last stated has traded; one that
   * traded all that was left after the exchange took some off names why that was.
   *
   * @param remaining what was not filled
   */
  void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining);

  /**
   * Sets came into being or were redeemed for one account.
   *
   * @param quantity of sets, positive when the account got shares for cash
   * @param yesMark what the market's YES was worth when it was split, by the market maker's price,
   *     else by the middle of the book, in billionths of the payout; {@link
   *     sibyl.engine.Units#NO_MARK} without either, and when sets went
   */
  void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark);

  /**
   * The market maker's outstanding quantities changed (or it was set up), and with them its price.
   *
   * @param yesSold net YES sold, hundredths
   * @param noSold net NO sold, hundredths
   * @param yesPriceBillionths its marginal YES price now, in billionths of the payout
   */
  void onMakerMoved(long seq, long market, long yesSold, long noSold, long yesPriceBillionths);

  /**
   * A holder was paid out; its shares of the market are gone.
   *
   * @param yesPaid what its YES shares were paid, millionths
   * @param noPaid what its NO shares were paid, millionths
   */
  void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid);

  void onQuoted(long seq, Quote quote);

  /**
   * The command was carried out before, under the same idempotency key: it did nothing now.
   *
   * @param firstSeq number of the first event of that time
   * @param lastSeq number of its last
   */
  void onRepeated(long seq, long firstSeq, long lastSeq);

  void onAccountChanged(long seq, long account, boolean netting, boolean suspended);

  void onExchangeStateChanged(long seq, ExchangeState state);

  /**
   * One order of a command with several was refused, and changed nothing; {@link Rejection#item}
   * says which.
   */
  void onItemRejected(long seq, Rejection rejection);

  /**
   * A basket was accepted; its orders follow in order, each as {@link #onOrderPlaced}.
   *
   * @param basket its number
   * @param clientOrderId the client's own; empty when not given
   */
  void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId);

  /**
   * An open order has other terms now, before it trades with them.
   *
   * @param price in terms of its outcome
   * @param quantity in all, filled part included
   * @param remaining what can still trade
   * @param keptPriority whether it stands where it stood; otherwise it is at the back
   * @param restated whether its owner stated the quantity: what was taken off before counts no more
   */
  void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated);

  /**
   * Some of an order was taken off without a trade; its quantity is smaller by that. What
   * reduce-only takes off at once, when an order is placed, is told by {@link #onOrderPlaced}.
   *
   * @param by how much; what is left may be nothing, then its end follows
   */
  void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason);

  /**
   * @param limit hundredths within the window
   */
  void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state);

  /**
   * Shares or goods came or went other than by a trade or a single market's sets.
   *
   * @param quantity signed, hundredths
   * @param amount what the account got for it, millionths; negative for what it paid. Over one
   *     command these add up to the cash that moved
   * @param yesMark as of {@link #onSetsChanged}, of shares that came
   */
  void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark);

  /**
   * The market opens and closes by itself at these log times; 0 for not. Follows the market's
   * creation and every change by command, and comes by itself when a time came that could not be
   * kept and is 0 now. A time that was kept is told by the market's state alone.
   */
  void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs);

  /**
   * A resolution was challenged: the market is closed again, as its state has just said, and waits
   * for a new proposal.
   */
  void onResolutionChallenged(long seq, long market, String reason);

  /** The maker of a market has another b; its prices are the same. */
  void onLiquidityChanged(long seq, long market, long liquidity);

  void onProducerChanged(long seq, long account, long market, boolean authorised);

  void onRecipeChanged(long seq, SetRecipe recipe);

  /**
   * Closes the events of one command.
   *
   * @param lastSeq the number of its last event
   */
  void onCommandEnd(long lastSeq);
}
