package sibyl.engine.event;

import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.PostingReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;

/**
 * Everything the exchange says happened, in order. The engine calls it; the wire decoder calls it
 * again on the reader's side, so a reader of the journal and a listener in the engine's own process
 * are the same thing. No mutable argument may be kept after the call returns.
 *
 * <p>The events of one command stand between {@link #onCommand} and {@link #onCommandEnd}; only
 * there is the state they describe whole. {@code seq} is dense: every event has the number after
 * the one before, over the life of the exchange. An order that was placed and not closed by the end
 * of its command rests in the book with what its trades left of it.
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

  void onMarketCreated(long seq, long market, long event, MarketSpec spec);

  void onMarketStateChanged(long seq, long market, MarketState state);

  void onResolutionProposed(long seq, long market, int yesFraction, String evidence);

  /** The outcome is final; the market's state has changed with it. */
  void onResolved(long seq, long market, int yesFraction);

  /**
   * An order was accepted.
   *
   * @param quantity the most it can still trade, hundredths; equals the order's own unless it was
   *     given as a budget, when it is 0 and the trades tell
   */
  void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec);

  void onTrade(long seq, Trade trade);

  /**
   * An order is over.
   *
   * @param remaining what was not filled
   */
  void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining);

  /**
   * Sets came into being or were redeemed for one account.
   *
   * @param quantity of sets, positive when the account got shares for cash
   */
  void onSetsChanged(long seq, long account, long market, long quantity, SetReason reason);

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
   * Closes the events of one command.
   *
   * @param lastSeq the number of its last event
   */
  void onCommandEnd(long lastSeq);
}
