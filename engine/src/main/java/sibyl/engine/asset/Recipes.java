package sibyl.engine.asset;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.Market;
import sibyl.engine.market.Markets;

/** What it takes to produce a good. */
public final class Recipes {
  private final Limits limits;
  private final Stock stock;
  private final EventStream events;

  public Recipes(Limits limits, Markets markets, Ledger ledger, EventStream events) {
    this.limits = limits;
    this.events = events;
    stock = new Stock(markets, ledger, events);
  }

  public @Nullable Reason check(SetRecipe command, Rejection rejection) {
    rejection.market = command.market();
    Reason refusal = stock.checkGood(command.market(), rejection);
    if (refusal != null) {
      return refusal;
    }
    List<Ingredient> ingredients = command.ingredients();
    if (ingredients.size() > limits.ingredients()) {
      return Reason.LIMIT_EXCEEDED;
    }
    for (int i = 0; i < ingredients.size() && refusal == null; i++) {
      refusal = check(command, i, rejection);
    }
    return refusal;
  }

  public void set(SetRecipe command) {
    stock.good(command.market()).good().recipe(command.ingredients());
    events.recipeChanged(command);
  }

  private @Nullable Reason check(SetRecipe command, int at, Rejection rejection) {
    Ingredient ingredient = command.ingredients().get(at);
    Reason refusal = stock.checkGood(ingredient.market(), rejection);
    if (refusal != null) {
      return refusal;
    }
    rejection.market = ingredient.market();
    if (ingredient.market() == command.market()) {
      return Reason.INVALID_COMMAND;
    }
    for (int i = 0; i < at; i++) {
      if (command.ingredients().get(i).market() == ingredient.market()) {
        return Reason.INVALID_COMMAND;
      }
    }
    Market other = stock.good(ingredient.market());
    if (!other.isOfSegmentOf(stock.good(command.market()))) {
      return Reason.OTHER_SEGMENT;
    }
    return checkQuantity(
        ingredient.quantity(), step(stock.good(command.market()), other), other, rejection);
  }

  private static @Nullable Reason checkQuantity(
      long quantity, long step, Market other, Rejection rejection) {
    long most = other.mostPerOrder();
    if (quantity <= 0 || quantity > most) {
      rejection.nearest = Math.clamp(quantity, Math.min(step, most), most);
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    if (quantity % step != 0) {
      rejection.nearest = Math.max(step, quantity - quantity % step);
      return Reason.QUANTITY_OFF_LOT;
    }
    return null;
  }

  /**
   * What quantities per contract of an ingredient are multiples of, for one lot of the product to
   * use up whole lots of it.
   */
  private static long step(Market product, Market ingredient) {
    long perContract = Math.multiplyExact(ingredient.lot(), Units.QUANTITY_PER_CONTRACT);
    return perContract / greatestCommonDivisor(perContract, product.lot());
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
