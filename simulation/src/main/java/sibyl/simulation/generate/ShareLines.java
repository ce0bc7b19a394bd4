package sibyl.simulation.generate;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.HoldingReason;
import sibyl.engine.Outcome;
import sibyl.engine.SetAction;
import sibyl.engine.Side;
import sibyl.simulation.script.Step;

/** Lines about sets of shares, conversions, and goods. */
final class ShareLines {
  private final Scene scene;
  private final Dice dice;

  ShareLines(Scene scene) {
    this.scene = scene;
    this.dice = scene.dice;
  }

  // Sets.

  Step sets(Situation now) {
    List<Integer> exclusives = scene.exclusives();
    int market =
        exclusives.isEmpty() || dice.percent(30) ? scene.anyMarket(now) : dice.pick(exclusives);
    return switch (dice.weighted(35, 30, 35)) {
      case 0 -> ofMarket(market, now);
      case 1 -> ofEvent(market, now);
      default -> convert(market, now);
    };
  }

  private Step ofMarket(int market, Situation now) {
    long account = scene.anyTrader();
    boolean merge = dice.percent(45);
    long most = least(now, account, List.of(market), List.of(Outcome.values()));
    return new Step.Sets(
        account,
        market,
        dice.percent(1) ? scene.event(market) : 0,
        merge ? SetAction.MERGE : SetAction.SPLIT,
        quantity(market, merge ? most : 0));
  }

  private Step ofEvent(int market, Situation now) {
    long account = scene.anyTrader();
    boolean merge = dice.percent(45);
    int event = scene.event(market);
    long most = least(now, account, scene.marketsOf(event), List.of(Outcome.YES));
    return new Step.Sets(
        account,
        0,
        event,
        merge ? SetAction.MERGE : SetAction.SPLIT,
        quantity(market, merge ? most : 0));
  }

  private Step convert(int market, Situation now) {
    long account = scene.anyTrader();
    int event = scene.event(market);
    List<Step.Part> parts = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    for (int other : scene.marketsOf(event)) {
      boolean has = now.freeShares(account, other, Outcome.NO) > 0;
      if (dice.percent(has ? 80 : 5)) {
        parts.add(new Step.Part(other));
        given.add(other);
      }
    }
    if (dice.percent(2)) {
      parts.add(new Step.Part(scene.anyMarket(now)));
    }
    long most = given.isEmpty() ? 0 : least(now, account, given, List.of(Outcome.NO));
    return new Step.Convert(account, event, parts, quantity(market, most));
  }

  private static long least(
      Situation now, long account, List<Integer> markets, List<Outcome> outcomes) {
    long least = Long.MAX_VALUE;
    for (int market : markets) {
      for (Outcome outcome : outcomes) {
        least = Math.min(least, now.freeShares(account, market, outcome));
      }
    }
    return least;
  }

  /** Whole lots, mostly no more than there are. */
  private long quantity(int market, long most) {
    if (dice.percent(2)) {
      return dice.oneOf(0L, -1L, 1L, Long.MAX_VALUE, 1L << 40);
    }
    long lots = scene.lots(market);
    long lot = scene.contract(market).lot();
    return most >= lot && dice.percent(90) ? Math.min(lots, most - most % lot) : lots;
  }

  // Goods.

  Step goods(Situation now) {
    List<Integer> goods = scene.goods();
    int good = goods.isEmpty() ? scene.anyMarket(now) : dice.pick(goods);
    return switch (dice.weighted(15, 10, 10, 35, 30)) {
      case 0 -> stock(good, now);
      case 1 -> new Step.Licence(scene.anyTrader(), good, dice.percent(70));
      case 2 -> recipe(good, goods);
      case 3 -> new Step.Produce(producer(), good, quantity(good, 0));
      default -> accept(now);
    };
  }

  /** Few produce, so that those who may do so often. */
  private long producer() {
    return dice.percent(5) ? scene.anyTrader() : scene.anyone();
  }

  private Step stock(int good, Situation now) {
    long account = scene.anyTrader();
    long has = now.freeShares(account, good, Outcome.YES);
    long quantity = dice.percent(60) ? scene.lots(good) : -quantity(good, has);
    HoldingReason reason =
        dice.percent(95)
            ? dice.oneOf(HoldingReason.INITIAL, HoldingReason.ADJUSTMENT, HoldingReason.RESET)
            : dice.oneOf(HoldingReason.values());
    return new Step.Stock(account, good, quantity, reason);
  }

  private Step recipe(int good, List<Integer> goods) {
    List<Step.Portion> parts = new ArrayList<>();
    for (int other : goods) {
      if ((other != good || dice.percent(5)) && dice.percent(40)) {
        parts.add(new Step.Portion(other, dice.oneOf(1L, 50L, 100L, 200L, 0L)));
      }
    }
    return new Step.Recipe(good, parts);
  }

  /** Mostly an offer that is there, by somebody who has the good. */
  private Step accept(Situation now) {
    List<Situation.OpenOrder> offers =
        now.openOrders().stream()
            .filter(order -> order.side() == Side.BUY && scene.isGood(order.market()))
            .toList();
    if (offers.isEmpty() || dice.percent(3)) {
      return new Step.Accept(scene.anyone(), dice.between(0, scene.orders), 100, 100);
    }
    Situation.OpenOrder offer = dice.pick(offers);
    long account = scene.anyTrader();
    for (int tries = 0; tries < 6; tries++) {
      boolean sells = now.freeShares(account, offer.market(), Outcome.YES) > 0;
      account = sells ? account : scene.anyone();
    }
    int tick = scene.contract(offer.market()).tick();
    int price = offer.price() - (dice.percent(50) ? 0 : tick * dice.between(-1, 4));
    long has = now.freeShares(account, offer.market(), Outcome.YES);
    long most = Math.min(has, offer.remaining());
    return new Step.Accept(
        account, offer.label(), price, dice.percent(30) ? most : quantity(offer.market(), most));
  }
}
