package sibyl.engine;

import java.util.List;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.Produce;
import sibyl.engine.command.SetRecipe;

/** Asset markets in short words: what staff and teams say about goods. */
final class Goods {
  private final Exchange exchange;

  Goods(Exchange exchange) {
    this.exchange = exchange;
  }

  /** A good with prices below 100.00, a cent apart, in whole pieces. */
  static MarketSpec good() {
    return good(FeeKind.NONE, 0, 0);
  }

  static MarketSpec good(FeeKind fee, int takerRate, int makerRate) {
    return good(100, fee, takerRate, makerRate);
  }

  static MarketSpec good(long lot, FeeKind fee, int takerRate, int makerRate) {
    return new MarketSpec(
        "Guaca",
        1_000_000,
        100,
        lot,
        MarketMode.BOOK,
        0,
        fee,
        takerRate,
        makerRate,
        new MarketRules(MarketKind.ASSET, List.of(), 0, 0, false));
  }

  Goods give(long account, long market, long pieces) {
    return adjust(account, market, pieces * Exchange.CONTRACT, HoldingReason.INITIAL);
  }

  Goods adjust(long account, long market, long quantity, HoldingReason reason) {
    exchange.engine.adjustInventory(
        exchange.header(), new AdjustInventory(account, market, quantity, reason));
    return this;
  }

  Goods authorise(long account, long market) {
    return authorise(account, market, true);
  }

  Goods authorise(long account, long market, boolean authorised) {
    exchange.engine.authoriseProducer(
        exchange.header(), new AuthoriseProducer(account, market, authorised));
    return this;
  }

  /** Pairs of a good and how many pieces of it a piece of the product takes. */
  Goods recipe(long market, long... ingredients) {
    Ingredient[] list = new Ingredient[ingredients.length / 2];
    for (int i = 0; i < list.length; i++) {
      list[i] = new Ingredient(ingredients[2 * i], ingredients[2 * i + 1] * Exchange.CONTRACT);
    }
    return recipe(new SetRecipe(market, List.of(list)));
  }

  Goods recipe(SetRecipe recipe) {
    exchange.engine.setRecipe(exchange.header(), recipe);
    return this;
  }

  Goods produce(long account, long market, long pieces) {
    return produceHundredths(account, market, pieces * Exchange.CONTRACT);
  }

  Goods produceHundredths(long account, long market, long quantity) {
    exchange.engine.produce(exchange.header(), new Produce(account, market, quantity));
    return this;
  }

  Goods accept(long account, long order, int cents, long pieces) {
    return accept(new AcceptOffer(account, order, cents * 100, pieces * Exchange.CONTRACT));
  }

  Goods accept(AcceptOffer offer) {
    exchange.engine.acceptOffer(exchange.header(), offer);
    return this;
  }

  /** Free pieces. */
  long pieces(long account, long market) {
    long[] balance = exchange.balance(account, Asset.of(market, Outcome.YES));
    return balance[0] / Exchange.CONTRACT;
  }

  /** The last command was refused for this reason and changed nothing. */
  void refused(Reason reason) {
    exchange.refused(reason);
  }

  Exchange exchange() {
    return exchange;
  }
}
