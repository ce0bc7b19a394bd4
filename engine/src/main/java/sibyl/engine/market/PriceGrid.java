package sibyl.engine.market;

import java.util.List;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;

/**
 * Which prices a market knows: multiples of its tick, near both ends of the range of a finer one.
 * The order book's ladder has the finest of them throughout; this says which of its levels are
 * prices.
 *
 * <pre>
 *   payout 1.0000, tick 0.01, below 0.05 by 0.005, below 0.01 by 0.001:
 *   0.001 0.002 … 0.009 | 0.010 0.015 … 0.045 | 0.05 0.06 … 0.94 0.95 | 0.955 … 0.990 | 0.991 … 0.999
 * </pre>
 *
 * <p>Every band ends on a multiple of the tick that follows, so a price is valid exactly when it is
 * a multiple of the tick where it lies, and rounding within a band never leaves the grid.
 */
final class PriceGrid {
  private final int payout;
  private final int tick;
  private final int[] below;
  private final int[] ticks;

  PriceGrid(MarketSpec spec) {
    payout = spec.payout();
    tick = spec.tick();
    List<TickBand> bands = spec.rules().bands();
    below = new int[bands.size()];
    ticks = new int[bands.size()];
    for (int i = 0; i < below.length; i++) {
      below[i] = bands.get(i).below();
      ticks[i] = bands.get(i).tick();
    }
  }

  /** Whether payout, tick and bands of a market make a grid, with a price or more in it. */
  static boolean makesSense(MarketSpec spec) {
    int payout = spec.payout();
    if (payout < 2 || spec.tick() < 1 || payout % spec.tick() != 0) {
      return false;
    }
    List<TickBand> bands = spec.rules().bands();
    int widest = 0;
    for (int i = 0; i < bands.size(); i++) {
      TickBand band = bands.get(i);
      int next = i + 1 < bands.size() ? bands.get(i + 1).tick() : spec.tick();
      if (band.tick() < 1
          || band.tick() >= next
          || next % band.tick() != 0
          || band.below() <= widest
          || band.below() > payout / 2
          || band.below() % next != 0) {
        return false;
      }
      widest = band.below();
    }
    return payout / finest(spec) >= 2;
  }

  /** The distance between the levels of the ladder, ten-thousandths. */
  static int finest(MarketSpec spec) {
    List<TickBand> bands = spec.rules().bands();
    return bands.isEmpty() ? spec.tick() : bands.getFirst().tick();
  }

  /** How far prices are apart where this one lies, ten-thousandths. */
  int tickAt(int price) {
    int distance = Math.min(price, payout - price);
    for (int i = 0; i < below.length; i++) {
      if (distance < below[i]) {
        return ticks[i];
      }
    }
    return tick;
  }

  boolean isInRange(int price) {
    return price > 0 && price < payout;
  }

  /** Whether a price within the range is on the grid. */
  boolean contains(int price) {
    return price % tickAt(price) == 0;
  }

  /** The greatest valid price that is no more than a number; 0 when there is none. */
  int atMost(int price) {
    return price - price % tickAt(price);
  }

  /** The valid price that follows one, or 0; the payout when there is none. */
  int after(int price) {
    return price + tickAt(price + 1);
  }

  /** The valid price nearest to any number, of two the higher one. */
  int nearest(int price) {
    int within = Math.clamp(price, 1, payout - 1);
    int step = tickAt(within);
    int rounded = (within + step / 2) / step * step;
    int smallest = below.length == 0 ? tick : ticks[0];
    return Math.clamp(rounded, smallest, payout - smallest);
  }
}
