package sibyl.gateway.read;

import java.util.List;

/** A book in terms of one outcome, best prices first. */
public record BookView(List<Level> bids, List<Level> asks) {
  public BookView {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }
}
