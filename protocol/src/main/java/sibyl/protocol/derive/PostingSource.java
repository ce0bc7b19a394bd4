package sibyl.protocol.derive;

/**
 * What the postings of a command belong to. A posting names its account and asset; its order and
 * trade follow from the events around it. A reader tells this each event of the command in order:
 * postings of a trade come right after it, and those of an order after the order was placed,
 * amended or reduced. Only what an order gives back at its end comes just before the order is
 * closed, which is why the reader looks one event ahead.
 *
 * <p>One thread; {@link #begin} with each command.
 */
public final class PostingSource {
  /** No order, or no trade. */
  public static final long NONE = 0;

  private long order;
  private long trade;
  private long takerAccount;
  private long takerOrder;
  private long makerAccount;
  private long makerOrder;

  public void begin() {
    order = NONE;
    trade = NONE;
    takerAccount = NONE;
    takerOrder = NONE;
    makerAccount = NONE;
    makerOrder = NONE;
  }

  /** An order was placed, amended or reduced. */
  public void order(long order) {
    this.order = order;
    trade = NONE;
  }

  /**
   * @param makerOrder {@link #NONE} for the market maker's part
   */
  public void traded(
      long trade, long takerAccount, long takerOrder, long makerAccount, long makerOrder) {
    this.trade = trade;
    this.takerAccount = takerAccount;
    this.takerOrder = takerOrder;
    this.makerAccount = makerAccount;
    this.makerOrder = makerOrder;
  }

  /** The trade that the next posting is part of, unless it only moves a hold. */
  public long trade() {
    return trade;
  }

  /** The order through which the next posting moves something on this account. */
  public long orderOf(long account) {
    if (trade == NONE) {
      return order;
    }
    if (account == takerAccount) {
      return takerOrder;
    }
    return account == makerAccount ? makerOrder : NONE;
  }

  /**
   * The order whose hold the next posting moves.
   *
   * @param closedNext the order that the event right after the posting closes; {@link #NONE} if
   *     that is another event
   */
  public long holdOf(long account, long closedNext) {
    boolean closesOther = trade != NONE && closedNext == takerOrder && account == makerAccount;
    return closedNext == NONE || closesOther ? orderOf(account) : closedNext;
  }
}
