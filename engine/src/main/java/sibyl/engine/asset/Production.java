package sibyl.engine.asset;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.Produce;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.Handover;
import sibyl.engine.market.Market;
import sibyl.engine.market.Markets;

/** Who may produce a good, and goods that are produced and used up for it. */
public final class Production {
  private final Limits limits;
  private final Markets markets;
  private final Stock stock;
  private final EventStream events;

  public Production(Limits limits, Markets markets, Ledger ledger, EventStream events) {
    this.limits = limits;
    this.markets = markets;
    this.events = events;
    stock = new Stock(markets, ledger, events);
  }

  public @Nullable Reason check(AuthoriseProducer command, Rejection rejection) {
    rejection.account = command.account();
    rejection.market = command.market();
    if (stock.person(command.account()) == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    Reason refusal = stock.checkGood(command.market(), rejection);
    if (refusal != null) {
      return refusal;
    }
    if (!stock.good(command.market()).isFor(command.account())) {
      return Reason.OTHER_SEGMENT;
    }
    boolean isNew =
        command.authorised() && !stock.good(command.market()).good().mayProduce(command.account());
    return isNew && markets.producers() >= limits.producers() ? Reason.LIMIT_EXCEEDED : null;
  }

  public void authorise(AuthoriseProducer command) {
    markets.authorise(stock.good(command.market()), command.account(), command.authorised());
    events.producerChanged(command.account(), command.market(), command.authorised());
  }

  public @Nullable Reason check(Produce command, Rejection rejection) {
    rejection.account = command.account();
    rejection.market = command.market();
    int account = stock.person(command.account());
    if (account == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    Reason refusal = checkOpen(command.market(), rejection);
    if (refusal != null) {
      return refusal;
    }
    Market good = stock.good(command.market());
    if (!good.good().mayProduce(command.account())) {
      return Reason.NOT_AUTHORISED;
    }
    refusal = Handover.checkQuantity(good, command.quantity(), rejection);
    if (refusal != null) {
      return refusal;
    }
    List<Ingredient> recipe = good.good().recipe();
    for (int i = 0; i < recipe.size() && refusal == null; i++) {
      refusal = checkIngredient(account, recipe.get(i), command.quantity(), rejection);
    }
    return refusal != null ? refusal : stock.checkMore(account, good, command.quantity());
  }

  public void produce(Produce command) {
    int account = stock.person(command.account());
    Market good = stock.good(command.market());
    List<Ingredient> recipe = good.good().recipe();
    for (int i = 0; i < recipe.size(); i++) {
      Ingredient ingredient = recipe.get(i);
      stock.change(
          account,
          command.account(),
          stock.good(ingredient.market()),
          -needed(ingredient, command.quantity()),
          HoldingReason.CONSUMPTION);
    }
    stock.change(account, command.account(), good, command.quantity(), HoldingReason.PRODUCTION);
  }

  private @Nullable Reason checkIngredient(
      int account, Ingredient ingredient, long quantity, Rejection rejection) {
    Reason refusal = checkOpen(ingredient.market(), rejection);
    return refusal != null
        ? refusal
        : stock.checkLess(
            account, stock.good(ingredient.market()), needed(ingredient, quantity), rejection);
  }

  /** A good that is halted or closed neither comes into being nor is used up. */
  private @Nullable Reason checkOpen(long market, Rejection rejection) {
    Reason refusal = stock.checkGood(market, rejection);
    if (refusal == null && stock.good(market).state() != MarketState.OPEN) {
      rejection.market = market;
      return Reason.MARKET_NOT_OPEN;
    }
    return refusal;
  }

  /** What a quantity uses up; more than anybody can have when it exceeds a long. */
  private static long needed(Ingredient ingredient, long quantity) {
    long product = quantity * ingredient.quantity();
    boolean overflows = product < 0 || Math.multiplyHigh(quantity, ingredient.quantity()) != 0;
    return (overflows ? Long.MAX_VALUE : product) / Units.QUANTITY_PER_CONTRACT;
  }
}
