package sibyl.simulation.generate;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.simulation.script.Step;

/**
 * What one seed is about. Drawing the configuration itself at random, and extreme in places,
 * reaches corners that one good average configuration never does (Groce et al.: Swarm testing,
 * 2012).
 *
 * @param people accounts that trade
 * @param nettingPercent chance that an account nets
 * @param modes modes that markets are created with
 * @param fees kinds of fee that markets are created with
 * @param focus where prices gather, percent of the payout
 * @param spread how far from there they go, percent of the payout
 * @param rich whether everybody can afford everything
 * @param invalidPercent chance that an order is spoiled on purpose
 * @param marketOrderPercent chance of a market order
 * @param rare whether the rarer kinds of order appear: FOK, GTD, post-only, reduce-only
 * @param sellPercent chance that an order sells
 * @param lots most lots of an order
 * @param placeWeight how often orders are placed, beside {@code cancelWeight} and the rest
 * @param lifecycleWeight how often markets change state
 * @param commands length of the script
 */
record Swarm(
    int people,
    int nettingPercent,
    List<MarketMode> modes,
    List<FeeKind> fees,
    int focus,
    int spread,
    boolean rich,
    int invalidPercent,
    int marketOrderPercent,
    boolean rare,
    int sellPercent,
    int lots,
    int placeWeight,
    int cancelWeight,
    int quoteWeight,
    int payWeight,
    int lifecycleWeight,
    int commands) {

  static Swarm draw(Dice dice) {
    return new Swarm(
        dice.percent(10) ? dice.between(20, 60) : dice.between(2, 10),
        dice.oneOf(0, 50, 100),
        some(dice, List.of(MarketMode.values())),
        some(dice, List.of(FeeKind.values())),
        dice.between(5, 95),
        dice.oneOf(1, 3, 10, 50),
        dice.percent(80),
        dice.oneOf(0, 3, 15),
        dice.oneOf(0, 10, 40),
        dice.percent(60),
        dice.oneOf(20, 40, 60),
        dice.oneOf(3, 20, 200),
        dice.oneOf(40, 70),
        dice.oneOf(5, 20, 40),
        dice.oneOf(0, 5, 15),
        dice.oneOf(1, 5),
        dice.oneOf(1, 1, 2, 6),
        dice.between(200, 4000));
  }

  /** A non-empty part of {@code all}, each subset as likely. */
  private static <T> List<T> some(Dice dice, List<T> all) {
    List<T> chosen = new ArrayList<>();
    for (T candidate : all) {
      if (dice.percent(50)) {
        chosen.add(candidate);
      }
    }
    return chosen.isEmpty() ? List.of(dice.pick(all)) : chosen;
  }

  Step.Contract contract(Dice dice) {
    int payout = dice.oneOf(10_000, 10_000, 10_000, 100_000, 2_000);
    MarketMode mode = dice.pick(modes);
    FeeKind fee = dice.pick(fees);
    int most = fee == FeeKind.QUADRATIC ? 2_000 : 500;
    return new Step.Contract(
        payout,
        payout / dice.oneOf(100, 100, 1_000, 20, 10),
        dice.oneOf(100, 100, 1, 10, 250),
        mode,
        mode == MarketMode.BOOK ? 0 : dice.oneOf(100L, 1_000L, 10_000L, 100_000L),
        fee,
        fee == FeeKind.NONE ? 0 : dice.between(0, most),
        fee == FeeKind.NONE ? 0 : dice.between(0, most));
  }
}
