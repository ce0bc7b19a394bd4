package sibyl.simulation.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sibyl.engine.MarketState;
import sibyl.simulation.script.Step;

/**
 * Draws the commands of one seed, one after the other, each in view of what the ones before led to.
 */
public final class Generator {
  /** Markets that are not over yet, at most. */
  private static final int LIVE_MARKETS_MAX = 10;

  /** How far back a keyed command is repeated; beyond what the exchange remembers. */
  private static final int KEYS_BACK = 12;

  private record Keyed(Step.As as, Step step) {}

  private final Dice dice;
  private final Swarm swarm;
  private final Scene scene;
  private final MoneyLines money;
  private final MarketLines markets;
  private final OrderLines orders;
  private final ShareLines shares;
  private final Deque<Step> planned = new ArrayDeque<>();
  private final List<Keyed> keyed = new ArrayList<>();

  public Generator(long seed) {
    this.dice = new Dice(seed);
    this.swarm = Swarm.draw(dice.split());
    this.scene = new Scene(dice, swarm);
    this.money = new MoneyLines(scene);
    this.markets = new MarketLines(scene);
    this.orders = new OrderLines(scene);
    this.shares = new ShareLines(scene);
    for (int i = 0; i < swarm.people(); i++) {
      planned.addAll(money.newPerson());
    }
    for (int i = dice.between(1, 3); i > 0; i--) {
      planned.addAll(markets.newEvent());
    }
  }

  /** How many commands this seed is worth. */
  public int commands() {
    return swarm.commands();
  }

  public Step next(Situation now) {
    if (!planned.isEmpty()) {
      return planned.removeFirst();
    }
    Step step = draw(now);
    if (step instanceof Step.Wait || !dice.percent(swarm.signedPercent())) {
      return step;
    }
    return sign(step);
  }

  /** Says who sends a command, mostly with a key, which may have been used before. */
  private Step sign(Step step) {
    Step.As as = new Step.As(dice.between(0L, 2L), dice.percent(70) ? keyed.size() + 1 : 0, 1);
    Step said = step;
    if (as.key() != 0) {
      if (!keyed.isEmpty() && dice.percent(35)) {
        int back = dice.between(1, Math.min(KEYS_BACK, keyed.size()));
        Keyed before = keyed.get(keyed.size() - back);
        boolean same = dice.percent(75);
        long actor = dice.percent(90) ? before.as().actor() : as.actor();
        as = new Step.As(actor, before.as().key(), same ? before.as().body() : 2);
        said = same && dice.percent(90) ? before.step() : step;
      } else {
        keyed.add(new Keyed(as, step));
      }
    }
    planned.addFirst(said);
    return as;
  }

  private Step draw(Situation now) {
    scene.live.removeIf(market -> now.state(market) == MarketState.SETTLED);
    List<Integer> idle = scene.live.stream().filter(m -> now.state(m) != MarketState.OPEN).toList();
    if (!idle.isEmpty() && dice.percent(scene.live.size() - idle.size() < 2 ? 30 : 3)) {
      return markets.next(dice.pick(idle), now);
    }
    if (scene.live.size() < 2) {
      planned.addAll(markets.newEvent());
      return planned.removeFirst();
    }
    if (now.isStopped() && dice.percent(25)) {
      return money.exchange();
    }
    return switch (dice.weighted(
        swarm.placeWeight(),
        swarm.cancelWeight(),
        swarm.quoteWeight(),
        swarm.payWeight(),
        swarm.lifecycleWeight(),
        swarm.arrangeWeight(),
        swarm.batchWeight(),
        swarm.groupWeight(),
        swarm.setsWeight(),
        swarm.goodsWeight(),
        4,
        1,
        1,
        1)) {
      case 0 -> orders.place(now);
      case 1 -> orders.cancel(now);
      case 2 -> orders.quote(now);
      case 3 -> money.pay(now);
      case 4 -> markets.next(now);
      case 5 -> orders.arrange(now);
      case 6 -> orders.batch(now);
      case 7 -> orders.group();
      case 8 -> shares.sets(now);
      case 9 -> shares.goods(now);
      case 10 -> new Step.Wait(dice.oneOf(1L, 1L, 100L, 2_000L, 10_000L), dice.percent(40));
      case 11 -> dice.percent(swarm.stopPercent()) ? money.exchange() : orders.place(now);
      case 12 -> money.settings();
      default -> newcomer();
    };
  }

  private Step newcomer() {
    if (scene.live.size() < LIVE_MARKETS_MAX && dice.percent(30)) {
      planned.addAll(markets.newEvent());
    } else if (dice.percent(20)) {
      return money.strangeAccount();
    } else {
      planned.addAll(money.newPerson());
    }
    return planned.removeFirst();
  }
}
