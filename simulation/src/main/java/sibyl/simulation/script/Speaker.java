package sibyl.simulation.script;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import sibyl.engine.GroupAction;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;

/** Says the steps of a script to a command handler. */
public final class Speaker {
  private static final long ORIGIN = 7;

  private final CommandHandler handler;
  private final Labels labels;
  private final LongUnaryOperator orderIds;
  private final LongUnaryOperator groupIds;
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder place = new PlaceOrder();
  private final PlaceOrders batch = new PlaceOrders();
  private final AmendOrder amend = new AmendOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final CancelOrders cancelAll = new CancelOrders();
  private final MergeOrders merge = new MergeOrders();
  private Step.@Nullable As as;

  /**
   * @param orderIds from the number of an order to the id by which the handler knows it
   * @param groupIds the same for order groups
   */
  public Speaker(
      CommandHandler handler,
      Labels labels,
      LongUnaryOperator orderIds,
      LongUnaryOperator groupIds) {
    this.handler = handler;
    this.labels = labels;
    this.orderIds = orderIds;
    this.groupIds = groupIds;
  }

  /** Who sends the command that comes next. */
  public void next(Step.As who) {
    as = who;
  }

  /**
   * @param step a command: neither a {@link Step.Wait} nor a {@link Step.As}
   * @param correlation the sender's number for it
   */
  public void say(Step step, long timeMs, long correlation) {
    header.set(timeMs, ORIGIN, correlation, as == null ? 0 : as.actor());
    if (as != null && as.key() != 0) {
      header.key(1, as.key(), as.body());
    }
    as = null;
    switch (step) {
      case Step.Open open ->
          handler.openAccount(header, new OpenAccount(open.account(), open.netting()));
      case Step.Settings to ->
          handler.changeAccount(
              header, new ChangeAccount(to.account(), to.netting(), to.suspended()));
      case Step.Exchange exchange ->
          handler.setExchangeState(header, new SetExchangeState(exchange.to()));
      case Step.Pay pay ->
          handler.transfer(
              header,
              new Transfer(1, pay.transfer(), pay.from(), pay.to(), pay.amount(), pay.kind()));
      case Step.Create create -> handler.createEvent(header, Contracts.event(create, timeMs));
      case Step.Schedule to ->
          handler.scheduleMarket(
              header,
              new ScheduleMarket(
                  labels.market(to.market()),
                  in(to.openInMs(), timeMs),
                  in(to.closeInMs(), timeMs)));
      case Step.Edit edit -> handler.editEvent(header, Contracts.edit(edit, labels, timeMs));
      case Step.Delete delete ->
          handler.deleteEvent(
              header, new DeleteEvent(labels.event(delete.event()), "asked by mistake"));
      case Step.Change change ->
          handler.changeMarketState(
              header, new ChangeMarketState(labels.market(change.market()), change.to()));
      case Step.Deepen deepen ->
          handler.addLiquidity(
              header, new AddLiquidity(labels.market(deepen.market()), deepen.liquidity()));
      case Step.Propose propose ->
          handler.proposeResolution(
              header,
              new ProposeResolution(
                  labels.market(propose.market()), propose.yesFraction(), "as it was told"));
      case Step.Confirm confirm ->
          handler.confirmResolution(header, new ConfirmResolution(labels.market(confirm.market())));
      case Step.Challenge challenge ->
          handler.challengeResolution(
              header, new ChallengeResolution(labels.market(challenge.market()), "was it so?"));
      case Step.Settle settle ->
          handler.settleMarket(header, new SettleMarket(labels.market(settle.market())));
      case Step.Place order -> handler.placeOrder(header, fill(place, order.terms(), timeMs));
      case Step.Quote quote -> handler.quote(header, fill(place, quote.terms(), timeMs));
      case Step.Batch several -> {
        fill(several, timeMs);
        handler.placeOrders(header, batch);
      }
      case Step.QuoteBatch quote -> {
        fill(new Step.Batch(0, quote.mode(), quote.account(), 0, quote.orders()), timeMs);
        handler.quoteOrders(header, batch);
      }
      case Step.Amend change -> handler.amendOrder(header, fill(change, timeMs));
      case Step.QuoteAmendment quote ->
          handler.quoteAmendment(header, fill(quote.amendment(), timeMs));
      case Step.Cancel order -> {
        cancel.account = order.account();
        cancel.order = id(order.order());
        handler.cancelOrder(header, cancel);
      }
      case Step.CancelAll all -> {
        cancelAll.clear();
        cancelAll.account = all.account();
        cancelAll.market = labels.marketIfGiven(all.market());
        cancelAll.event = labels.event(all.event());
        cancelAll.group = group(all.group());
        fill(cancelAll.orders, all.orders());
        handler.cancelOrders(header, cancelAll);
      }
      case Step.Merge together -> {
        merge.account = together.account();
        fill(merge.orders, together.orders());
        handler.mergeOrders(header, merge);
      }
      case Step.Group change ->
          handler.changeOrderGroup(
              header,
              new ChangeOrderGroup(
                  change.account(),
                  change.action() == GroupAction.CREATE ? 0 : group(change.group()),
                  change.action(),
                  change.limit(),
                  change.windowMs()));
      case Step.Sets sets ->
          handler.changeSets(
              header,
              new ChangeSets(
                  sets.account(),
                  labels.marketIfGiven(sets.market()),
                  labels.event(sets.event()),
                  sets.action(),
                  sets.quantity()));
      case Step.Convert convert ->
          handler.convertShares(
              header,
              new ConvertShares(
                  convert.account(),
                  labels.event(convert.event()),
                  convert.markets().stream().map(part -> labels.market(part.market())).toList(),
                  convert.quantity()));
      case Step.Stock stock ->
          handler.adjustInventory(
              header,
              new AdjustInventory(
                  stock.account(),
                  labels.market(stock.market()),
                  stock.quantity(),
                  stock.reason()));
      case Step.Licence licence ->
          handler.authoriseProducer(
              header,
              new AuthoriseProducer(
                  licence.account(), labels.market(licence.market()), licence.authorised()));
      case Step.Recipe recipe -> handler.setRecipe(header, recipe(recipe));
      case Step.Produce produce ->
          handler.produce(
              header,
              new Produce(produce.account(), labels.market(produce.market()), produce.quantity()));
      case Step.Accept accept ->
          handler.acceptOffer(
              header,
              new AcceptOffer(
                  accept.account(), id(accept.order()), accept.price(), accept.quantity()));
      case Step.Wait _, Step.As _ -> throw new IllegalArgumentException("no command: " + step);
    }
  }

  /** The order as it was said last. */
  public PlaceOrder order() {
    return place;
  }

  /** The orders as they were said last. */
  public PlaceOrders orders() {
    return batch;
  }

  private long id(int order) {
    return orderIds.applyAsLong(labels.order(order));
  }

  private long group(int label) {
    long number = labels.group(label);
    return number == 0 || number == Labels.NOTHING ? number : groupIds.applyAsLong(number);
  }

  private static long in(long ms, long nowMs) {
    return ms == 0 ? 0 : nowMs + ms;
  }

  private void fill(OrderNumbers numbers, List<Step.Ref> orders) {
    numbers.clear();
    orders.forEach(order -> numbers.add(id(order.order())));
  }

  private SetRecipe recipe(Step.Recipe recipe) {
    List<Ingredient> ingredients =
        recipe.ingredients().stream()
            .map(part -> new Ingredient(labels.market(part.market()), part.quantity()))
            .toList();
    return new SetRecipe(labels.market(recipe.market()), ingredients);
  }

  private void fill(Step.Batch several, long nowMs) {
    batch.clear();
    batch.account = several.account();
    batch.mode = several.mode();
    if (several.clientId() != 0) {
      batch.clientKeyHigh = 1;
      batch.clientKeyLow = several.clientId();
      batch.clientOrderId.set("client-" + several.clientId());
    }
    for (Step.Terms terms : several.orders()) {
      fill(batch.add(), terms, nowMs);
    }
  }

  private AmendOrder fill(Step.Amend change, long nowMs) {
    amend.account = change.account();
    amend.order = id(change.order());
    amend.price = change.price();
    amend.quantity = change.quantity();
    amend.validUntilMs = in(change.validForMs(), nowMs);
    return amend;
  }

  private PlaceOrder fill(PlaceOrder order, Step.Terms terms, long nowMs) {
    order.clear();
    order.account = terms.account();
    order.market = labels.market(terms.market());
    order.side = terms.side();
    order.outcome = terms.outcome();
    order.type = terms.type();
    order.price = terms.price();
    order.quantity = terms.quantity();
    order.maxCost = terms.maxCost();
    order.timeInForce = terms.timeInForce();
    order.selfTradePrevention = terms.selfTrade();
    order.postOnly = terms.postOnly();
    order.reduceOnly = terms.reduceOnly();
    order.cancelOnHalt = terms.cancelOnHalt();
    order.expiresAtMs = in(terms.expiresInMs(), nowMs);
    order.validUntilMs = in(terms.validForMs(), nowMs);
    order.orderGroup = group(terms.group());
    if (terms.clientId() != 0) {
      order.clientKeyHigh = 1;
      order.clientKeyLow = terms.clientId();
      order.clientOrderId.set("client-" + terms.clientId());
      order.message.set("Grüße № " + terms.clientId());
    }
    return order;
  }
}
