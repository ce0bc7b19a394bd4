package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.book.Orders;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;

/**
 * Goods sold to one resting buy order, which its owner may have been told of before others: a sell
 * that trades with that order alone, whatever else is in the book, for no more than it offers.
 */
public final class Offers {
  private final Markets markets;
  private final Orders orders;
  private final OrderEntry entry;
  private final Handover handover;
  private final Incoming sale = new Incoming();
  private final PlaceOrder order = new PlaceOrder();

  public Offers(Markets markets, Ledger ledger, Orders orders, OrderEntry entry) {
    this.markets = markets;
    this.orders = orders;
    this.entry = entry;
    handover = new Handover(ledger);
  }

  /**
   * @param rejection gets the figures that explain a refusal
   * @return why the command is refused, or null
   */
  public @Nullable Reason check(AcceptOffer command, long nowMs, Rejection rejection) {
    rejection.account = command.account();
    rejection.order = command.order();
    sale.account = handover.person(command.account());
    if (sale.account == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    int buy = orders.find(command.order());
    if (buy == Orders.NONE) {
      return Reason.UNKNOWN_ORDER;
    }
    Market market = markets.get(orders.market(buy));
    sale.market = market;
    rejection.market = market.id();
    if (!market.isFor(command.account())) {
      return Reason.OTHER_SEGMENT;
    }
    if (market.kind() != MarketKind.ASSET || orders.side(buy) != Side.BUY) {
      return Reason.INVALID_COMMAND;
    }
    if (market.state() != MarketState.OPEN) {
      return Reason.MARKET_NOT_OPEN;
    }
    if (orders.account(buy) == sale.account) {
      return Reason.SELF_TRADE;
    }
    if (orders.hasEnded(buy, nowMs)) {
      return Reason.TOO_LATE;
    }
    Reason refusal = checkTerms(command, market, buy, rejection);
    if (refusal == null) {
      refusal =
          handover.checkShares(sale.account, market, Outcome.YES, command.quantity(), rejection);
    }
    return refusal == null && orders.isFull() ? Reason.LIMIT_EXCEEDED : refusal;
  }

  private @Nullable Reason checkTerms(
      AcceptOffer command, Market market, int buy, Rejection rejection) {
    Reason refusal = OrderCheck.checkPrice(market, command.price(), rejection);
    if (refusal != null) {
      return refusal;
    }
    int most = market.yesPrice(orders.tick(buy));
    if (command.price() > most) {
      rejection.nearest = most;
      return Reason.PRICE_OUT_OF_RANGE;
    }
    if (command.quantity() > orders.remaining(buy)) {
      rejection.nearest = orders.remaining(buy);
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    return Handover.checkQuantity(market, command.quantity(), rejection);
  }

  /** Carries out the command that {@link #check} just accepted. */
  public void accept(AcceptOffer command, long nowMs) {
    order.clear();
    order.account = command.account();
    order.market = sale.market.id();
    order.side = Side.SELL;
    order.timeInForce = TimeInForce.IOC;
    order.price = command.price();
    order.quantity = command.quantity();
    sale.position = handover.position(sale.account, sale.market);
    sale.group = Orders.NONE;
    sale.quantity = command.quantity();
    entry.placeAgainst(orders.find(command.order()), order, sale, nowMs);
  }
}
