package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.TimeInForce;
import sibyl.engine.book.Orders;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;

/**
 * Gives open orders other terms; what is not stated stays. An order that only gets smaller stays
 * where it stands; any other is checked as an incoming one for what is left of it, with what it
 * holds counted as free, and then taken out and sent in again under its old number.
 */
public final class OrderAmendment {
  /** What becomes of the order. */
  private enum Way {
    /** It was refused before that was known. */
    UNKNOWN,
    CANCEL,
    STAY,
    MOVE
  }

  private final Markets markets;
  private final AccountTable accounts;
  private final Orders orders;
  private final OpenOrders openOrders;
  private final OrderEntry orderEntry;
  private final EventStream events;
  private final Incoming incoming = new Incoming();
  private final PlaceOrder terms = new PlaceOrder();
  private final Claims claims = new Claims();
  private final Quote quote = new Quote();

  // What check() found out, for amend().
  private Market market = NoMarket.INSTANCE;
  private int order;
  private boolean restated;
  private int price;
  private long quantity;
  private long left;
  private Way way = Way.UNKNOWN;

  public OrderAmendment(
      Markets markets,
      Ledger ledger,
      Orders orders,
      OpenOrders openOrders,
      OrderEntry orderEntry,
      EventStream events) {
    this.markets = markets;
    this.orders = orders;
    this.openOrders = openOrders;
    this.orderEntry = orderEntry;
    this.events = events;
    accounts = ledger.accounts();
  }

  /** Checks an amendment; {@link #amend} may follow if null is returned. */
  public @Nullable Reason check(AmendOrder command, long nowMs, Rejection rejection) {
    way = Way.UNKNOWN;
    rejection.account = command.account;
    rejection.order = command.order;
    order = orders.find(command.order);
    if (order == Orders.NONE || accounts.id(orders.account(order)) != command.account) {
      return Reason.UNKNOWN_ORDER;
    }
    market = markets.get(orders.market(order));
    rejection.market = market.id();
    if ((command.validUntilMs != 0 && nowMs > command.validUntilMs)
        || orders.hasEnded(order, nowMs)) {
      return Reason.TOO_LATE;
    }
    if (market.state() != MarketState.OPEN) {
      return Reason.MARKET_NOT_OPEN;
    }
    Reason refusal = checkTerms(command, rejection);
    if (refusal != null) {
      return refusal;
    }
    left = quantity - (orders.quantity(order) - orders.remaining(order));
    boolean samePrice = market.tickOf(orders.outcome(order), price) == orders.tick(order);
    if (left <= 0) {
      way = Way.CANCEL;
    } else if (samePrice && left <= orders.remaining(order)) {
      way = Way.STAY;
    } else {
      way = Way.MOVE;
      refusal = checkMove(command, nowMs, rejection);
      rejection.order = command.order;
    }
    return refusal;
  }

  /** Carries out the amendment that {@link #check} just accepted. */
  public void amend(AmendOrder command) {
    switch (way) {
      case UNKNOWN -> throw new IllegalStateException("amending what was not accepted");
      case CANCEL -> openOrders.cancel(market, order, CloseReason.CANCELED);
      case STAY -> {
        long by = orders.remaining(order) - left;
        report(command, true);
        if (by > 0) {
          openOrders.reduce(market, order, by);
        }
      }
      case MOVE -> {
        report(command, false);
        openOrders.takeOut(market, order);
        orders.quantity(order, quantity);
        orders.remaining(order, left);
        if (incoming.quantity < left) {
          openOrders.reduceIncoming(
              market, order, left - incoming.quantity, ReduceReason.REDUCE_ONLY);
        }
        orderEntry.carryOut(terms, incoming, order);
      }
    }
  }

  /** Reports what the amendment of a known order that {@link #check} just judged would do. */
  public void quote(AmendOrder command, @Nullable Reason refusal) {
    quote.clear();
    quote.account = command.account;
    quote.market = market.id();
    quote.side = orders.side(order);
    quote.outcome = orders.outcome(order);
    quote.refusal = refusal;
    switch (way) {
      case UNKNOWN, CANCEL -> {}
      case STAY -> {
        quote.keepsPriority = true;
        quote.resting = left;
        quote.hold = openOrders.heldFor(market, order, left);
      }
      case MOVE -> OrderEntry.estimate(terms, incoming, quote);
    }
    events.quoted(quote);
  }

  /** Checks what is stated, and takes the rest from the order as it is. */
  private @Nullable Reason checkTerms(AmendOrder command, Rejection rejection) {
    restated = command.quantity != AmendOrder.SAME_QUANTITY;
    boolean repriced = command.price != AmendOrder.SAME_PRICE;
    price = repriced ? command.price : market.ownPrice(orders.outcome(order), orders.tick(order));
    quantity = restated ? command.quantity : orders.quantity(order);
    if (!restated && !repriced) {
      return Reason.INVALID_COMMAND;
    }
    Reason refusal = repriced ? OrderCheck.checkPrice(market, price, rejection) : null;
    return refusal == null && restated ? checkQuantity(rejection) : refusal;
  }

  private @Nullable Reason checkQuantity(Rejection rejection) {
    long lot = market.lot();
    long most = market.mostPerOrder();
    if (quantity < 0 || quantity > most) {
      rejection.nearest = Math.clamp(quantity, 0, most);
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    if (quantity % lot != 0) {
      rejection.nearest = quantity - quantity % lot;
      return Reason.QUANTITY_OFF_LOT;
    }
    return null;
  }

  /** Checks what is left of the order as if it came in now and the old one were gone. */
  private @Nullable Reason checkMove(AmendOrder command, long nowMs, Rejection rejection) {
    terms.clear();
    terms.account = command.account;
    terms.market = market.id();
    terms.side = orders.side(order);
    terms.outcome = orders.outcome(order);
    terms.type = OrderType.LIMIT;
    terms.timeInForce = orders.ends(order) ? TimeInForce.GTD : TimeInForce.GTC;
    terms.expiresAtMs = orders.expiresAtMs(order);
    terms.selfTradePrevention = orders.prevention(order);
    terms.postOnly = orders.postOnly(order);
    terms.reduceOnly = orders.reduceOnly(order);
    terms.price = price;
    terms.quantity = left;
    incoming.feeWhole = orders.feeWhole(order);
    incoming.feeRest = orders.feeRest(order);
    claims.clear();
    claims.giveBack(
        market.id(),
        terms.side,
        terms.outcome,
        openOrders.held(market, order),
        orders.remaining(order));
    return orderEntry.check(terms, incoming, claims, nowMs, rejection);
  }

  private void report(AmendOrder command, boolean keptPriority) {
    events.orderAmended(
        command.order, command.account, market.id(), price, quantity, left, keptPriority, restated);
    if (restated) {
      orders.forgetReduced(order);
    }
  }
}
