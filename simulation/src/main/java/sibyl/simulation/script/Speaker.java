package sibyl.simulation.script;

import java.util.List;
import java.util.function.LongUnaryOperator;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;

/** Says the steps of a script to a command handler. */
public final class Speaker {
  private static final long ORIGIN = 7;

  private final CommandHandler handler;
  private final Labels labels;
  private final LongUnaryOperator orderIds;
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder place = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();

  /**
   * @param orderIds from the number of an order to the id by which the handler knows it
   */
  public Speaker(CommandHandler handler, Labels labels, LongUnaryOperator orderIds) {
    this.handler = handler;
    this.labels = labels;
    this.orderIds = orderIds;
  }

  /**
   * @param step not a {@link Step.Wait}, which is no command
   * @param correlation the sender's number for it
   */
  public void say(Step step, long timeMs, long correlation) {
    header.set(timeMs, ORIGIN, correlation, 0);
    switch (step) {
      case Step.Open open ->
          handler.openAccount(header, new OpenAccount(open.account(), open.netting()));
      case Step.Pay pay ->
          handler.transfer(
              header,
              new Transfer(1, pay.transfer(), pay.from(), pay.to(), pay.amount(), pay.kind()));
      case Step.Create create -> handler.createEvent(header, event(create));
      case Step.Change change ->
          handler.changeMarketState(
              header, new ChangeMarketState(labels.market(change.market()), change.to()));
      case Step.Propose propose ->
          handler.proposeResolution(
              header,
              new ProposeResolution(
                  labels.market(propose.market()), propose.yesFraction(), "as it was told"));
      case Step.Confirm confirm ->
          handler.confirmResolution(header, new ConfirmResolution(labels.market(confirm.market())));
      case Step.Settle settle ->
          handler.settleMarket(header, new SettleMarket(labels.market(settle.market())));
      case Step.Place order -> handler.placeOrder(header, fill(order.terms(), timeMs));
      case Step.Quote quote -> handler.quote(header, fill(quote.terms(), timeMs));
      case Step.Cancel order -> {
        cancel.account = order.account();
        cancel.order = orderIds.applyAsLong(labels.order(order.order()));
        handler.cancelOrder(header, cancel);
      }
      case Step.Wait wait -> throw new IllegalArgumentException("no command: " + wait);
    }
  }

  private static CreateEvent event(Step.Create create) {
    List<MarketSpec> markets =
        create.markets().stream()
            .map(
                market ->
                    new MarketSpec(
                        "Contract",
                        market.payout(),
                        market.tick(),
                        market.lot(),
                        market.mode(),
                        market.liquidity(),
                        market.fee(),
                        market.takerRate(),
                        market.makerRate()))
            .toList();
    return new CreateEvent(
        "Event " + create.firstMarket(), "", "", "", "", 0, create.exclusive(), markets);
  }

  /** The order as it was said last. */
  public PlaceOrder order() {
    return place;
  }

  private PlaceOrder fill(Step.Terms terms, long nowMs) {
    place.clear();
    place.account = terms.account();
    place.market = labels.market(terms.market());
    place.side = terms.side();
    place.outcome = terms.outcome();
    place.type = terms.type();
    place.price = terms.price();
    place.quantity = terms.quantity();
    place.maxCost = terms.maxCost();
    place.timeInForce = terms.timeInForce();
    place.selfTradePrevention = terms.selfTrade();
    place.postOnly = terms.postOnly();
    place.reduceOnly = terms.reduceOnly();
    place.cancelOnHalt = terms.cancelOnHalt();
    place.expiresAtMs = terms.expiresInMs() == 0 ? 0 : nowMs + terms.expiresInMs();
    place.validUntilMs = terms.validForMs() == 0 ? 0 : nowMs + terms.validForMs();
    if (terms.clientId() != 0) {
      place.clientKeyHigh = 1;
      place.clientKeyLow = terms.clientId();
      place.clientOrderId.set("client-" + terms.clientId());
      place.message.set("Grüße № " + terms.clientId());
    }
    return place;
  }
}
