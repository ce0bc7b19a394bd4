package sibyl.simulation.model;

import java.util.List;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;

/** The prices that a market knows. */
record Grid(MarketSpec spec) {
  /** The distance between prices hereabouts. */
  private int tickAt(int price) {
    int fromEnd = Math.min(price, spec.payout() - price);
    for (TickBand band : spec.rules().bands()) {
      if (fromEnd < band.below()) {
        return band.tick();
      }
    }
    return spec.tick();
  }

  boolean contains(int price) {
    return inside(price) && price % tickAt(price) == 0;
  }

  /** Whether a price is between nothing and all, on the grid or not. */
  boolean inside(int price) {
    return price > 0 && price < spec.payout();
  }

  /** The price on the grid next to {@code price}; the higher of two that are as near. */
  int nearest(int price) {
    int from = Math.clamp(price, 1, spec.payout() - 1);
    for (int distance = 0; ; distance++) {
      if (contains(from + distance)) {
        return from + distance;
      }
      if (contains(from - distance)) {
        return from - distance;
      }
    }
  }

  /** Prices of the whole range at the finest distance. */
  int steps() {
    int finest = spec.tick();
    for (TickBand band : spec.rules().bands()) {
      finest = Math.min(finest, band.tick());
    }
    return spec.payout() / finest - 1;
  }

  /**
   * Whether the bands fit: each wider and coarser than the one before and none wider than half the
   * payout; each tick divides the next one and each band ends on a multiple of it.
   */
  static boolean makesSense(MarketSpec spec) {
    if (spec.payout() < 2 || spec.tick() < 1 || spec.payout() % spec.tick() != 0) {
      return false;
    }
    List<TickBand> bands = spec.rules().bands();
    for (int i = 0; i < bands.size(); i++) {
      TickBand band = bands.get(i);
      int widthBefore = i > 0 ? bands.get(i - 1).below() : 0;
      int next = i + 1 < bands.size() ? bands.get(i + 1).tick() : spec.tick();
      boolean fits =
          band.below() > widthBefore
              && 2L * band.below() <= spec.payout()
              && band.tick() >= 1
              && next > band.tick()
              && next % band.tick() == 0
              && band.below() % next == 0;
      if (!fits) {
        return false;
      }
    }
    return new Grid(spec).steps() >= 1;
  }
}
