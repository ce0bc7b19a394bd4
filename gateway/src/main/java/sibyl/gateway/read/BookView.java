package sibyl.gateway.read;

import java.util.List;

/**
 * A book in terms of one outcome, best prices first.
 *
 * @param bids what rests to buy
 * @param asks what rests to sell
 * @param synthetic what the AMM would trade besides; nobody's orders
 */
public record BookView(List<Level> bids, List<Level> asks, Synthetic synthetic) {
  /** Levels of the AMM; without one, and while the market is not open, there are none. */
  public record Synthetic(List<Level> bids, List<Level> asks) {
    static final Synthetic NONE = new Synthetic(List.of(), List.of());

    public Synthetic {
      bids = List.copyOf(bids);
      asks = List.copyOf(asks);
    }
  }

  public BookView {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }
}
