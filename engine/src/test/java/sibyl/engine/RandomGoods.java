package sibyl.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.Produce;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.market.Market;

/** Random commands about goods, most of them about the last few. */
final class RandomGoods {
  private static final HoldingReason[] REASONS = HoldingReason.values();

  private final SplittableRandom random;
  private final RandomCommands all;

  RandomGoods(SplittableRandom random, RandomCommands all) {
    this.random = random;
    this.all = all;
  }

  void next(CommandHeader header, Engine... engines) {
    long good = good(engines[0]);
    long account = all.person();
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        HoldingReason reason =
            random.nextInt(10) == 0 ? all.pick(REASONS) : HoldingReason.ADJUSTMENT;
        var command = new AdjustInventory(account, good, quantity() - 300, reason);
        for (Engine engine : engines) {
          engine.adjustInventory(header, command);
        }
      }
      case 3 -> {
        var command = new AuthoriseProducer(account, good, random.nextInt(4) > 0);
        for (Engine engine : engines) {
          engine.authoriseProducer(header, command);
        }
      }
      case 4 -> {
        var command = new SetRecipe(good, ingredients(engines[0]));
        for (Engine engine : engines) {
          engine.setRecipe(header, command);
        }
      }
      case 5, 6, 7 -> {
        var command = new Produce(account, good, quantity());
        for (Engine engine : engines) {
          engine.produce(header, command);
        }
      }
      default -> {
        int price = 4_000 + 50 * random.nextInt(40);
        var command = new AcceptOffer(account, all.recentOrder(), price, quantity());
        for (Engine engine : engines) {
          engine.acceptOffer(header, command);
        }
      }
    }
  }

  private long quantity() {
    return 100L * (1 + random.nextInt(10)) + (random.nextInt(20) == 0 ? 7 : 0);
  }

  private List<Ingredient> ingredients(Engine engine) {
    List<Ingredient> list = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      list.add(new Ingredient(good(engine), 100L * (1 + random.nextInt(2))));
    }
    return list;
  }

  /** One of the last few goods, or now and then another market. */
  private long good(Engine engine) {
    for (int attempt = 0; attempt < 10; attempt++) {
      long id = Math.max(1, all.newestMarket() - random.nextInt(6));
      Market market = engine.market(id);
      if (market != null && market.kind() == MarketKind.ASSET) {
        return id;
      }
    }
    return all.market();
  }
}
