package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.ExchangeState;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.History;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.Page;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/** Orders and quotes. Placing and canceling never touch the database. */
public final class OrderOperations {
  private final Commands commands;
  private final ReadModel model;
  private final History history;
  private final Blocking blocking;

  private record Found(OrderView order, List<FillView> fills) {}

  public OrderOperations(Commands commands, ReadModel model, History history, Blocking blocking) {
    this.commands = commands;
    this.model = model;
    this.history = history;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("placeOrder", this::place);
    table.add("quote", this::quote);
    table.add("cancelOrder", this::cancel);
    table.add("cancelOrders", this::cancelAll);
    table.add("listOrders", this::list);
    table.add("getOrder", this::get);
    table.add("getOrderByClientId", this::getByClientId);
  }

  private Future<Answer> place(Request request) {
    OrderForm form = OrderForm.of(request, spec(request));
    return commands
        .ensureAccount(form.account())
        .compose(
            known ->
                commands.send(
                    form.account(),
                    (into, header) -> {
                      PlaceOrder order = new PlaceOrder();
                      form.writeTo(order);
                      into.placeOrder(header, order);
                    }))
        .map(OrderOperations::placed);
  }

  /** The order as its own command left it. */
  private static Answer placed(Applied applied) {
    long id =
        applied
            .first(Change.OrderPlaced.class)
            .orElseThrow(() -> new IllegalStateException("an order without events"))
            .order()
            .order();
    OrderView order =
        applied.orders().stream().filter(o -> o.order() == id).findFirst().orElseThrow();
    List<FillView> fills = applied.fills().stream().filter(f -> f.order() == id).toList();
    return Answer.created(OrderJson.orderAnswer(order, fills, applied.seq()));
  }

  private Future<Answer> quote(Request request) {
    MarketSpec spec = spec(request);
    OrderForm form = OrderForm.of(request, spec);
    return commands
        .ensureAccount(form.account())
        .compose(
            known ->
                commands.send(
                    form.account(),
                    (into, header) -> {
                      PlaceOrder order = new PlaceOrder();
                      form.writeTo(order);
                      into.quote(header, order);
                    }))
        .map(
            applied -> {
              Change.Quoted quoted =
                  applied
                      .first(Change.Quoted.class)
                      .orElseThrow(() -> new IllegalStateException("a quote without an answer"));
              return Answer.ok(OrderJson.quote(quoted, spec.payout(), applied.seq()));
            });
  }

  private MarketSpec spec(Request request) {
    long market = request.bodyId("market_id");
    @Nullable MarketView view = model.read(state -> state.market(market)).value();
    if (view == null) {
      throw Problems.unknown("market");
    }
    return view.spec();
  }

  private Future<Answer> cancel(Request request) {
    long account = request.account();
    long id = request.pathId("order_id");
    return sendCancel(account, id)
        .map(
            applied -> {
              OrderView order =
                  applied.orders().stream()
                      .filter(o -> o.order() == id)
                      .findFirst()
                      .orElseThrow(() -> new IllegalStateException("a cancel without an order"));
              List<FillView> fills = model.read(state -> state.fillsOf(order)).value();
              return Answer.ok(OrderJson.orderAnswer(order, fills, applied.seq()));
            });
  }

  private Future<Applied> sendCancel(long account, long order) {
    return commands.send(
        account,
        (into, header) -> {
          CancelOrder cancel = new CancelOrder();
          cancel.account = account;
          cancel.order = order;
          into.cancelOrder(header, cancel);
        });
  }

  /** One after the other; what was filled or canceled meanwhile does not count. */
  private Future<Answer> cancelAll(Request request) {
    long account = request.account();
    OptionalLong market = request.queryId("market_id");
    Predicate<OrderView> open =
        order ->
            order.status().isOpen() && (market.isEmpty() || order.market() == market.getAsLong());
    List<OrderView> orders =
        model
            .read(state -> state.orders(account, open, Long.MAX_VALUE, Integer.MAX_VALUE))
            .value()
            .items();
    Future<Integer> canceled = Future.succeededFuture(0);
    for (OrderView order : orders) {
      canceled =
          canceled.compose(
              count ->
                  sendCancel(account, order.order())
                      .map(applied -> count + 1)
                      .recover(failure -> gone(failure, count)));
    }
    return canceled.map(
        count -> Answer.ok(new JsonObject().put("canceled", count).put("as_of_seq", model.seq())));
  }

  private static Future<Integer> gone(Throwable failure, int count) {
    return failure instanceof Problem problem && problem.status() == 404
        ? Future.succeededFuture(count)
        : Future.failedFuture(failure);
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    Optional<OrderStatus> status =
        request.query("status").map(name -> Names.parse(OrderStatus.class, name));
    OptionalLong market = request.queryId("market_id");
    long before = request.before();
    int limit = request.limit();
    Predicate<OrderView> wanted =
        order ->
            (status.isEmpty() || is(order, status.get()))
                && (market.isEmpty() || order.market() == market.getAsLong());
    Seen<Page<OrderView>> seen = model.read(state -> state.orders(account, wanted, before, limit));
    // Open orders never leave memory.
    boolean openOnly = status.isPresent() && status.get().isOpen();
    Page<OrderView> page = openOnly ? new Page<>(seen.value().items(), true) : seen.value();
    return OlderToo.complete(
            blocking,
            page,
            limit,
            before,
            OrderView::placedSeq,
            (olderThan, missing) ->
                history.orders(
                    account,
                    status.orElse(null),
                    market.isPresent() ? market.getAsLong() : null,
                    olderThan,
                    missing))
        .map(
            items ->
                Answer.ok(
                    Pages.page(
                        items, limit, OrderView::placedSeq, OrderJson::order, seen.asOfSeq())));
  }

  private static boolean is(OrderView order, OrderStatus status) {
    return status == OrderStatus.OPEN ? order.status().isOpen() : order.status() == status;
  }

  private Future<Answer> get(Request request) {
    long account = request.account();
    long id = request.pathId("order_id");
    return find(account, state -> state.order(account, id), () -> history.order(account, id));
  }

  private Future<Answer> getByClientId(Request request) {
    long account = request.account();
    String id = request.path("client_order_id");
    return find(
        account,
        state -> state.orderByClientId(account, id),
        () -> history.orderByClientId(account, id));
  }

  private Future<Answer> find(
      long account,
      Function<ExchangeState, @Nullable OrderView> inMemory,
      Supplier<Optional<OrderView>> inHistory) {
    Seen<Optional<Found>> seen =
        model.read(
            state ->
                Optional.ofNullable(inMemory.apply(state))
                    .map(order -> new Found(order, state.fillsOf(order))));
    if (seen.value().isPresent()) {
      return answer(seen.value().get(), seen.asOfSeq());
    }
    if (!model.read(state -> state.ordersForgotten(account)).value()) {
      throw Problems.unknownOrder();
    }
    return blocking
        .call(
            () -> {
              OrderView order = inHistory.get().orElseThrow(Problems::unknownOrder);
              return new Found(order, history.fillsOf(account, order.order()));
            })
        .compose(found -> answer(found, seen.asOfSeq()));
  }

  private static Future<Answer> answer(Found found, long asOfSeq) {
    return Future.succeededFuture(
        Answer.ok(OrderJson.orderAnswer(found.order(), found.fills(), asOfSeq)));
  }
}
