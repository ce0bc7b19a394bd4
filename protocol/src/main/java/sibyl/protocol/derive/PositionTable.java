package sibyl.protocol.derive;

/** Where {@link PositionFold} finds and leaves positions, and what it must know of markets. */
public interface PositionTable {
  /** The position as it is; {@link MarketPosition#NONE} when there is none. */
  MarketPosition position(long account, long market);

  /**
   * @param seq the event that changed it
   */
  void changed(long seq, long account, long market, MarketPosition position);

  /** What a set of the market pays, ten-thousandths. */
  int payout(long market);

  /** The price of the market's last trade so far, ten-thousandths; 0 without one. */
  int lastYesPrice(long market);
}
