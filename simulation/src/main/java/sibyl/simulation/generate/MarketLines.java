package sibyl.simulation.generate;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.FeeKind;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Units;
import sibyl.simulation.script.Step;

/** Lines about markets: their making, their life, their outcome. */
final class MarketLines {
  private final Scene scene;
  private final Dice dice;

  MarketLines(Scene scene) {
    this.scene = scene;
    this.dice = scene.dice;
  }

  /** An event, and what its markets need to begin with. */
  List<Step> newEvent() {
    boolean exclusive = dice.percent(scene.swarm.exclusivePercent());
    int size = exclusive ? dice.between(2, 5) : dice.between(1, 3);
    List<Step.Contract> contracts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Step.Contract contract = scene.swarm.contract(dice, exclusive);
      boolean spoils = exclusive && dice.percent(2);
      contracts.add(
          exclusive && i > 0 && !spoils ? alike(contract, contracts.getFirst()) : contract);
    }
    int segment = scene.nextSegment();
    if (segment != Accounts.REAL_MONEY) {
      contracts.replaceAll(contract -> forPlayMoney(contract, segment));
    }
    boolean scheduled = dice.percent(scene.swarm.schedulePercent());
    Step.Create created =
        new Step.Create(
            scene.markets() + 1,
            exclusive,
            scheduled ? dice.oneOf(0L, 1L, 500L, 5_000L) : 0,
            scheduled ? dice.oneOf(0L, 2_000L, 50_000L, 1L, (long) dice.between(3_000, 90_000)) : 0,
            contracts);
    scene.add(created);
    List<Step> steps = new ArrayList<>();
    steps.add(created);
    for (int market = created.firstMarket(); market <= scene.markets(); market++) {
      if (scene.isGood(market)) {
        equip(market, steps);
      }
      if (!scheduled) {
        steps.add(new Step.Change(market, MarketState.OPEN));
      }
    }
    if (dice.percent(3)) {
      steps.add(new Step.Delete(created.firstMarket()));
    }
    return steps;
  }

  /** Play money pays no fees. */
  private static Step.Contract forPlayMoney(Step.Contract contract, int segment) {
    return new Step.Contract(
        contract.payout(),
        contract.tick(),
        contract.lot(),
        contract.mode(),
        contract.liquidity(),
        FeeKind.NONE,
        0,
        0,
        contract.kind(),
        contract.band1(),
        contract.tick1(),
        contract.band2(),
        contract.tick2(),
        contract.collar(),
        contract.challengeMs(),
        contract.fourEyes(),
        segment);
  }

  /** Exclusive markets have the same payout, lot and maker; ticks, fees and rules may differ. */
  private static Step.Contract alike(Step.Contract contract, Step.Contract first) {
    return new Step.Contract(
        first.payout(),
        first.tick(),
        first.lot(),
        first.mode(),
        first.liquidity(),
        contract.fee(),
        contract.takerRate(),
        contract.makerRate(),
        contract.kind(),
        first.band1(),
        first.tick1(),
        first.band2(),
        first.tick2(),
        contract.collar(),
        contract.challengeMs(),
        contract.fourEyes(),
        contract.segment());
  }

  /** Some have a good to begin with, some may make it. */
  private void equip(int good, List<Step> steps) {
    for (int i = 0; i < Math.min(6, scene.people); i++) {
      steps.add(new Step.Stock(scene.anyone(), good, 5 * scene.lots(good), HoldingReason.INITIAL));
    }
    steps.add(new Step.Licence(scene.anyone(), good, true));
  }

  /** Mostly the next thing that can happen to a market, sometimes anything. */
  Step next(Situation now) {
    int schedules = scene.swarm.schedulePercent() > 50 ? 80 : 8;
    return switch (dice.weighted(70, 15, schedules, 7, 3, 2)) {
      case 0 -> next(dice.pick(scene.live), now);
      case 1 -> anything(scene.anyMarket(now));
      case 2 -> schedule(scene.anyMarket(now));
      case 4 -> edit(scene.anyMarket(now));
      case 5 -> new Step.Delete(scene.event(dice.pick(scene.live)));
      default -> new Step.Deepen(scene.anyMarket(now), dice.oneOf(1L, 50L, 1_000L, 20_000L, 0L));
    };
  }

  Step next(int market, Situation now) {
    return switch (now.state(market)) {
      case CREATED -> new Step.Change(market, MarketState.OPEN);
      case HALTED ->
          new Step.Change(market, dice.percent(85) ? MarketState.OPEN : MarketState.CLOSED);
      case OPEN -> {
        boolean ends = dice.percent(15) || isEnding(market, now);
        yield new Step.Change(market, ends ? MarketState.CLOSED : MarketState.HALTED);
      }
      case CLOSED ->
          dice.percent(60)
              ? new Step.Propose(market, fraction(market, now))
              : new Step.Confirm(market);
      case RESOLVED -> dice.percent(15) ? new Step.Challenge(market) : new Step.Settle(market);
      case SETTLED -> new Step.Settle(market);
    };
  }

  /** Markets that exclude each other end together, or the others wait for them. */
  private boolean isEnding(int market, Situation now) {
    return scene.isExclusive(market)
        && scene.marketsOf(scene.event(market)).stream()
            .anyMatch(other -> now.state(other) == MarketState.CLOSED);
  }

  private Step anything(int market) {
    return switch (dice.below(5)) {
      case 0 -> new Step.Change(market, dice.oneOf(MarketState.values()));
      case 1 -> new Step.Propose(market, dice.between(-1, Units.WHOLE_FRACTION + 1));
      case 2 -> new Step.Confirm(market);
      case 3 -> new Step.Challenge(market);
      default -> new Step.Settle(market);
    };
  }

  private Step schedule(int market) {
    long open = dice.oneOf(0L, 0L, 1L, 500L, 5_000L, -100L);
    long close = dice.oneOf(0L, 0L, 2_000L, 20_000L, 1L, -100L, (long) dice.between(3_000, 90_000));
    return new Step.Schedule(market, open, close);
  }

  private Step edit(int market) {
    return new Step.Edit(
        scene.event(market),
        dice.oneOf(-1, 20, 20, 180),
        dice.oneOf(Step.Edit.SAME_TIME, Step.Edit.SAME_TIME, 0L, 5_000L, 50_000L, 1L, -100L),
        dice.oneOf(0, 0, market, market, Scene.NO_MARKET));
  }

  /** Mostly one that the other markets of the event leave. */
  private int fraction(int market, Situation now) {
    int left = scene.isExclusive(market) ? now.undecided(market) : Units.WHOLE_FRACTION;
    if (scene.isExclusive(market) && now.isLastUndecided(market) && dice.percent(95)) {
      return left;
    }
    if (dice.percent(60)) {
      return dice.percent(50) ? 0 : left;
    }
    return dice.between(0, dice.percent(90) ? left : Units.WHOLE_FRACTION);
  }
}
