package sibyl.engine.command;

import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;

/**
 * One order, as its account states it. Mutable and reused by its one owner, so that the order path
 * allocates nothing; {@link #clear()} before filling it in.
 */
public final class PlaceOrder {
  /** Most characters of a client order id. */
  public static final int CLIENT_ORDER_ID_MAX = 36;

  /** Most characters of a message to the counterparty. */
  public static final int MESSAGE_MAX = 200;

  public long account;
  public long market;
  public Side side = Side.BUY;
  public Outcome outcome = Outcome.YES;
  public OrderType type = OrderType.LIMIT;
  public TimeInForce timeInForce = TimeInForce.GTC;
  public SelfTradePrevention selfTradePrevention = SelfTradePrevention.CANCEL_TAKER;

  /** In terms of {@link #outcome}, ten-thousandths; 0 for a market order. */
  public int price;

  /** Hundredths of a contract; 0 when {@link #maxCost} is given. */
  public long quantity;

  /** Market buys only: spend at most this (millionths, fees included); 0 when not given. */
  public long maxCost;

  /** GTD only: log time at which the order expires, milliseconds. */
  public long expiresAtMs;

  /** Refuse if the engine gets to it later than this log time; 0 for never. */
  public long validUntilMs;

  public boolean postOnly;
  public boolean reduceOnly;
  public boolean cancelOnHalt;

  /** 0 for none. */
  public long orderGroup;

  /**
   * A 128-bit fingerprint of the client order id, by which a repeat is known; both halves 0 when no
   * id was given. Whoever builds the command computes it.
   */
  public long clientKeyHigh;

  public long clientKeyLow;

  /** The client order id itself: carried to the events untouched. Empty when not given. */
  public final Text clientOrderId = new Text(4 * CLIENT_ORDER_ID_MAX);

  /** For the counterparty of each fill; carried to the events untouched. Empty when not given. */
  public final Text message = new Text(4 * MESSAGE_MAX);

  public void clear() {
    account = 0;
    market = 0;
    side = Side.BUY;
    outcome = Outcome.YES;
    type = OrderType.LIMIT;
    timeInForce = TimeInForce.GTC;
    selfTradePrevention = SelfTradePrevention.CANCEL_TAKER;
    price = 0;
    quantity = 0;
    maxCost = 0;
    expiresAtMs = 0;
    validUntilMs = 0;
    postOnly = false;
    reduceOnly = false;
    cancelOnHalt = false;
    orderGroup = 0;
    clientKeyHigh = 0;
    clientKeyLow = 0;
    clientOrderId.clear();
    message.clear();
  }

  public boolean hasClientKey() {
    return (clientKeyHigh | clientKeyLow) != 0;
  }
}
