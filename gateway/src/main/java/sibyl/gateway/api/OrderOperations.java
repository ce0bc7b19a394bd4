package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.BasketView;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.History;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.QueuePosition;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.Remembered;

/**
 * Single orders. Placing, amending and canceling touch the database only for orders that have left
 * memory.
 */
public final class OrderOperations {
  private final Commands commands;
  private final ReadModel model;
  private final OrderFinder finder;
  private final History history;
  private final Blocking blocking;

  /** What was placed under an id of its owner's: an order or a basket. */
  private sealed interface Named {
    record One(OrderView order) implements Named {}

    record Several(BasketView basket) implements Named {}

    static @Nullable Named latest(@Nullable OrderView order, @Nullable BasketView basket) {
      if (basket != null && (order == null || basket.isLaterThan(order))) {
        return new Several(basket);
      }
      return order == null ? null : new One(order);
    }
  }

  public OrderOperations(
      Commands commands, ReadModel model, OrderFinder finder, History history, Blocking blocking) {
    this.commands = commands;
    this.model = model;
    this.finder = finder;
    this.history = history;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("placeOrder", this::place);
    table.add("amendOrder", this::amend);
    table.add("cancelOrder", this::cancel);
    table.add("cancelOrders", this::cancelAll);
    table.add("listOrders", this::list);
    table.add("getOrder", this::get);
    table.add("getQueuePosition", this::queuePosition);
    table.add("getOrderByClientId", this::getByClientId);
  }

  private Future<Answer> place(Request request) {
    Fields stated = request.fields();
    MarketSpec spec = Specs.of(model, stated.id("market_id"));
    OrderForm form = OrderForm.of(request.account(), stated, spec, TimeInForce.GTC);
    return commands
        .ensureAccount(form.account())
        .compose(
            known ->
                commands.send(
                    request,
                    (into, header) -> {
                      PlaceOrder order = new PlaceOrder();
                      form.writeTo(order);
                      into.placeOrder(header, order);
                    }))
        .map(OrderOperations::placed);
  }

  /** The order as its own command left it. */
  static Answer placed(Applied applied) {
    long id =
        applied
            .first(Change.OrderPlaced.class)
            .orElseThrow(() -> new IllegalStateException("an order without events"))
            .order()
            .order();
    return Answer.created(answer(applied, id));
  }

  /** An order and its fills as a command left them. */
  private static JsonObject answer(Applied applied, long order) {
    return OrderJson.orderAnswer(applied.order(order), applied.fillsOf(order), applied.seq());
  }

  private Future<Answer> amend(Request request) {
    return finder
        .known(request.account(), request.pathId("order_id"))
        .compose(order -> amend(request, order));
  }

  /** The exchange knows a repeat of the amendment that ended the order. */
  private Future<Answer> amend(Request request, OrderView now) {
    if (!now.status().isOpen() && request.keyText().isEmpty()) {
      throw Refusals.orderNotOpen(now);
    }
    AmendOrder amend = Amendment.of(request, now, model);
    return commands
        .send(request, (into, header) -> into.amendOrder(header, amend))
        .map(applied -> Answer.ok(answer(applied, now.order())));
  }

  private Future<Answer> queuePosition(Request request) {
    long account = request.account();
    long id = request.pathId("order_id");
    Seen<@Nullable JsonObject> seen =
        model.read(
            state -> {
              OrderView order = state.order(account, id);
              QueuePosition ahead = order == null ? null : state.ahead(order);
              return order == null || ahead == null ? null : OrderJson.ahead(order, ahead);
            });
    if (seen.value() != null) {
      return Future.succeededFuture(Answer.ok(seen.value().put("as_of_seq", seen.asOfSeq())));
    }
    return finder
        .known(account, id)
        .compose(over -> Future.failedFuture(Refusals.orderNotOpen(over)));
  }

  private Future<Answer> cancel(Request request) {
    long account = request.account();
    long id = request.pathId("order_id");
    return commands
        .send(
            request,
            (into, header) -> {
              CancelOrder cancel = new CancelOrder();
              cancel.account = account;
              cancel.order = id;
              into.cancelOrder(header, cancel);
            })
        .compose(applied -> answer(applied.order(id), applied.seq()));
  }

  private Future<Answer> cancelAll(Request request) {
    CancelOrders cancel = new CancelOrders();
    cancel.account = request.account();
    cancel.market = request.queryId("market_id").orElse(0);
    cancel.event = request.queryId("event_id").orElse(0);
    if (cancel.market != 0 && cancel.event != 0) {
      throw Problems.malformed("event_id", "Give market_id or event_id, not both.");
    }
    return commands
        .ensureAccount(cancel.account)
        .compose(
            known -> commands.send(request, (into, header) -> into.cancelOrders(header, cancel)))
        .map(OrderOperations::canceled)
        .recover(failure -> nothingToCancel(failure, model.seq()));
  }

  /** That there is nothing to cancel is what whoever cancels everything wants. */
  static Future<Answer> nothingToCancel(Throwable failure, long asOfSeq) {
    return failure instanceof Problem problem
            && problem.code().equals(Problems.unknownOrder().code())
        ? Future.succeededFuture(
            Answer.ok(new JsonObject().put("canceled", 0).put("as_of_seq", asOfSeq)))
        : Future.failedFuture(failure);
  }

  /** How many orders a command closed. */
  static Answer canceled(Applied applied) {
    return Answer.ok(
        new JsonObject()
            .put("canceled", applied.all(Change.OrderClosed.class).size())
            .put("as_of_seq", applied.seq()));
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    Optional<OrderStatus> status =
        request.query("status").map(name -> Names.parse(OrderStatus.class, name));
    OptionalLong market = request.queryId("market_id");
    Long only = market.isPresent() ? market.getAsLong() : null;
    Listing listing = Listing.own(request);
    Predicate<OrderView> wanted =
        order ->
            (status.isEmpty() || is(order, status.get()))
                && (market.isEmpty() || order.market() == market.getAsLong());
    boolean openOnly = status.isPresent() && status.get().isOpen();
    Seen<Remembered<OrderView>> seen =
        model.read(
            state -> state.orders(account, wanted, openOnly, listing.before(), listing.limit()));
    return listing
        .completed(
            blocking,
            history,
            seen.value(),
            (before, limit) -> history.orders(account, status.orElse(null), only, before, limit))
        .map(orders -> listing.page(orders, OrderView::placedSeq, OrderJson::order))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private static boolean is(OrderView order, OrderStatus status) {
    return status == OrderStatus.OPEN ? order.status().isOpen() : order.status() == status;
  }

  private Future<Answer> get(Request request) {
    long account = request.account();
    long id = request.pathId("order_id");
    return finder
        .find(
            account,
            state -> Optional.ofNullable(state.order(account, id)),
            tables -> tables.order(account, id))
        .compose(seen -> answer(seen.value().orElseThrow(Problems::unknownOrder), seen.asOfSeq()));
  }

  private Future<Answer> getByClientId(Request request) {
    long account = request.account();
    String id = request.path("client_order_id");
    return finder
        .find(
            account,
            state ->
                Optional.ofNullable(
                    Named.latest(
                        state.orderByClientId(account, id), state.basketByClientId(account, id))),
            tables ->
                Optional.ofNullable(
                    Named.latest(
                        tables.orderByClientId(account, id).orElse(null),
                        tables.basketByClientId(account, id).orElse(null))))
        .compose(
            seen ->
                switch (seen.value().orElseThrow(Problems::unknownOrder)) {
                  case Named.One(OrderView order) -> answer(order, seen.asOfSeq());
                  case Named.Several(BasketView basket) ->
                      Future.succeededFuture(
                          Answer.ok(BasketOperations.report(basket, seen.asOfSeq())));
                });
  }

  private Future<Answer> answer(OrderView order, long asOfSeq) {
    return finder
        .fillsOf(order)
        .map(fills -> Answer.ok(OrderJson.orderAnswer(order, fills, asOfSeq)));
  }
}
