package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.BatchMode;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.gateway.exchange.Fingerprint;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.ReadModel;

/**
 * Several orders as one request states them. What cannot be expressed in the engine's units is a
 * problem of its item; when all are wanted or none, of the whole request.
 */
final class OrderList {
  private final long account;
  private final BatchMode mode;
  private final @Nullable String clientOrderId;
  private final List<Item> items = new ArrayList<>();

  /** What the request's item came to. */
  sealed interface Item {
    record Ready(OrderForm form) implements Item {}

    record Wrong(Problem problem) implements Item {}
  }

  private OrderList(
      long account,
      BatchMode mode,
      @Nullable String clientOrderId,
      List<Fields> stated,
      ReadModel model) {
    this.account = account;
    this.mode = mode;
    this.clientOrderId = clientOrderId;
    TimeInForce patience = mode == BatchMode.BASKET ? TimeInForce.FOK : TimeInForce.GTC;
    for (Fields order : stated) {
      items.add(item(order, patience, model));
    }
  }

  /**
   * @throws Problem naming the item, if all are wanted or none and one of them is wrong
   */
  static OrderList batch(Request request, ReadModel model) {
    Fields body = request.fields();
    return new OrderList(
        request.account(),
        body.flag("atomic") ? BatchMode.ATOMIC : BatchMode.EACH,
        null,
        body.objects("orders"),
        model);
  }

  /**
   * @throws Problem naming the leg that is wrong
   */
  static OrderList basket(Request request, ReadModel model) {
    Fields body = request.fields();
    return new OrderList(
        request.account(),
        BatchMode.BASKET,
        body.text("client_order_id"),
        body.objects("legs"),
        model);
  }

  private Item item(Fields order, TimeInForce patience, ReadModel model) {
    try {
      OrderForm form =
          OrderForm.of(account, order, Specs.of(model, order.id("market_id")), patience);
      if (mode == BatchMode.BASKET) {
        requireLeg(order, form);
      }
      return new Item.Ready(form);
    } catch (Problem problem) {
      problem.with("item", items.size());
      if (mode == BatchMode.EACH) {
        return new Item.Wrong(problem);
      }
      throw problem;
    }
  }

  private void requireLeg(Fields order, OrderForm leg) {
    if (leg.timeInForce() != TimeInForce.FOK) {
      throw order.malformed(
          "time_in_force",
          "A basket is filled whole or not at all, so each leg is fok: leave time_in_force out.");
    }
    for (Item before : items) {
      if (before instanceof Item.Ready ready && ready.form().market() == leg.market()) {
        throw order.malformed(
            "market_id", "Another leg is of this market: give one leg for each market.");
      }
    }
  }

  List<Item> items() {
    return items;
  }

  boolean hasReady() {
    return items.stream().anyMatch(Item.Ready.class::isInstance);
  }

  /** Sends the items that are ready. */
  Future<Applied> send(Request request, Commands commands) {
    return commands
        .ensureAccount(account)
        .compose(
            known -> commands.send(request, (into, header) -> into.placeOrders(header, command())));
  }

  /** The command, with the items that are ready, in order. */
  PlaceOrders command() {
    PlaceOrders command = new PlaceOrders();
    command.account = account;
    command.mode = mode;
    if (clientOrderId != null) {
      Fingerprint fingerprint = Fingerprint.of(clientOrderId);
      command.clientKeyHigh = fingerprint.high();
      command.clientKeyLow = fingerprint.low();
      command.clientOrderId.set(clientOrderId);
    }
    for (Item item : items) {
      if (item instanceof Item.Ready ready) {
        PlaceOrder order = command.add();
        ready.form().writeTo(order);
      }
    }
    return command;
  }
}
