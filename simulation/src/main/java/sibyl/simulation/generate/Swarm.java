package sibyl.simulation.generate;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
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
 * @param exclusivePercent chance that the markets of an event exclude each other
 * @param goodPercent chance that something else than an event is traded
 * @param rulesPercent chance of each special rule of a market: bands, collar, challenge, four eyes
 * @param timedPercent chance that an order rests until a time of its own
 * @param schedulePercent chance that an event opens and closes by itself
 * @param signedPercent chance that a command says who sends it, and under which key
 * @param stopPercent chance that the exchange is stopped when that is considered
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
    int exclusivePercent,
    int goodPercent,
    int rulesPercent,
    int timedPercent,
    int schedulePercent,
    int signedPercent,
    int stopPercent,
    int placeWeight,
    int cancelWeight,
    int quoteWeight,
    int payWeight,
    int lifecycleWeight,
    int arrangeWeight,
    int batchWeight,
    int groupWeight,
    int setsWeight,
    int goodsWeight,
    int commands) {

  static Swarm draw(Dice dice) {
    int goodPercent = dice.oneOf(0, 0, 30, 70);
    return new Swarm(
        dice.percent(10) ? dice.between(20, 60) : dice.between(2, 10),
        dice.oneOf(0, 50, 100),
        some(dice, List.of(MarketMode.values())),
        some(dice, List.of(FeeKind.values())),
        dice.between(2, 98),
        dice.oneOf(1, 3, 10, 50),
        dice.percent(80),
        dice.oneOf(0, 3, 15),
        dice.oneOf(0, 10, 40),
        dice.percent(60),
        dice.oneOf(20, 40, 60),
        dice.oneOf(3, 20, 200),
        dice.oneOf(0, 30, 80),
        goodPercent,
        dice.oneOf(0, 20, 50),
        dice.oneOf(0, 0, 0, 80),
        dice.oneOf(0, 20, 20, 90),
        dice.oneOf(0, 10, 40),
        dice.oneOf(0, 50),
        dice.oneOf(40, 70),
        dice.oneOf(5, 20, 40),
        dice.oneOf(0, 5, 15),
        dice.oneOf(1, 5),
        dice.oneOf(1, 1, 2, 6),
        dice.oneOf(0, 10, 25),
        dice.oneOf(0, 5, 15),
        dice.oneOf(0, 3, 8),
        dice.oneOf(0, 5, 15),
        goodPercent == 0 ? 0 : dice.oneOf(5, 15),
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

  Step.Contract contract(Dice dice, boolean exclusive) {
    boolean good = !exclusive && dice.percent(goodPercent);
    int payout = dice.oneOf(10_000, 10_000, 10_000, 100_000, 2_000);
    int tick = payout / dice.oneOf(100, 100, 1_000, 20, 10);
    MarketMode mode = good ? MarketMode.BOOK : dice.pick(modes);
    FeeKind fee = dice.pick(fees);
    int most = fee == FeeKind.QUADRATIC ? 2_000 : 500;
    boolean bands = dice.percent(rulesPercent) && tick >= 10;
    boolean second = bands && dice.percent(50);
    // Each band ends on a multiple of the tick that follows it.
    int tick2 = tick / dice.oneOf(2, 5);
    int tick1 = second ? tick2 / 2 : tick2;
    int end2 = tick * dice.between(1, 3);
    int end1 = second ? tick2 * dice.between(1, Math.max(1, end2 / tick2 - 1)) : end2;
    return new Step.Contract(
        payout,
        tick,
        dice.oneOf(100, 100, 1, 10, 250),
        mode,
        mode == MarketMode.BOOK ? 0 : dice.oneOf(100L, 1_000L, 10_000L, 100_000L),
        fee,
        fee == FeeKind.NONE ? 0 : dice.between(0, most),
        fee == FeeKind.NONE ? 0 : dice.between(0, most),
        good ? MarketKind.ASSET : MarketKind.BINARY,
        bands ? end1 : 0,
        bands ? tick1 : 0,
        second ? end2 : 0,
        second ? tick2 : 0,
        dice.percent(rulesPercent) ? payout / 100 * dice.oneOf(1, 5, 20) : 0,
        dice.percent(rulesPercent) ? dice.oneOf(1L, 1_000L, 10_000L) : 0,
        dice.percent(rulesPercent / 2),
        Accounts.REAL_MONEY);
  }
}
