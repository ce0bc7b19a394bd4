package sibyl.app.demo;

import java.util.random.RandomGenerator;

/**
 * One order-book market of the live demonstration, and what its simulated traders believe about it:
 * a probability whose logit wanders slowly and is drawn back to the middle.
 */
final class BookMarket {
  private static final double STEP = 0.06;
  private static final double PULL = 0.01;

  private final String marketId;
  private double logit;

  BookMarket(String marketId, double logit) {
    this.marketId = marketId;
    this.logit = logit;
  }

  String marketId() {
    return marketId;
  }

  void wander(RandomGenerator random) {
    logit += STEP * random.nextGaussian() - PULL * logit;
  }

  double belief() {
    return 1 / (1 + Math.exp(-logit));
  }

  /** Somebody's own view of it. */
  double beliefOf(RandomGenerator random, double noise) {
    return 1 / (1 + Math.exp(-logit - noise * random.nextGaussian()));
  }
}
