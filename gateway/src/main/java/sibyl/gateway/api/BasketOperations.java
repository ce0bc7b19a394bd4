package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.BasketSummary;
import sibyl.gateway.read.BasketView;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.History;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.Remembered;

/** Orders over several markets that are filled together or not at all. */
public final class BasketOperations {
  private final Commands commands;
  private final ReadModel model;
  private final OrderFinder finder;
  private final History history;
  private final Blocking blocking;

  public BasketOperations(
      Commands commands, ReadModel model, OrderFinder finder, History history, Blocking blocking) {
    this.commands = commands;
    this.model = model;
    this.finder = finder;
    this.history = history;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("placeBasket", this::place);
    table.add("listBaskets", this::list);
    table.add("getBasket", this::get);
  }

  private Future<Answer> place(Request request) {
    OrderList basket = OrderList.basket(request, model);
    return basket
        .send(request, commands)
        .recover(failure -> wholeNeed(request, basket, failure))
        .map(applied -> Answer.created(report(placed(applied), applied.seq())));
  }

  /** The exchange stops at the leg that the money did not last for; its sender needs the sum. */
  private Future<Applied> wholeNeed(Request request, OrderList basket, Throwable failure) {
    if (!(failure instanceof Problem problem)
        || !problem.code().equals(Names.of(Reason.INSUFFICIENT_BALANCE))) {
      return Future.failedFuture(failure);
    }
    return commands
        .sendOnce(request.actor(), (into, header) -> into.quoteOrders(header, basket.command()))
        .recover(unknown -> Future.failedFuture(failure))
        .compose(
            quoted -> {
              Sums sums = new Sums();
              for (Change.Quoted leg : quoted.all(Change.Quoted.class)) {
                sums.add(leg.side() == Side.BUY, leg.cost(), leg.fee());
              }
              Holding cash =
                  model.read(state -> state.holding(request.account(), Asset.CASH)).value();
              return Future.failedFuture(
                  sums.needed() <= cash.free()
                      ? failure
                      : Refusals.insufficient(
                              Reason.INSUFFICIENT_BALANCE,
                              Asset.CASH,
                              sums.needed(),
                              cash.free(),
                              cash.held())
                          .with("pointer", "/legs"));
            });
  }

  /** A basket as its own command left it. */
  private static BasketView placed(Applied applied) {
    Change.BasketPlaced parent =
        applied
            .first(Change.BasketPlaced.class)
            .orElseThrow(() -> new IllegalStateException("a basket without events"));
    return new BasketView(
        parent.basket(),
        parent.clientOrderId(),
        applied.all(Change.OrderPlaced.class).stream()
            .map(placed -> leg(applied, placed.order().order()))
            .toList());
  }

  private Future<Answer> get(Request request) {
    long account = request.account();
    long id = request.pathId("basket_id");
    return finder
        .find(
            account,
            state -> Optional.ofNullable(state.basket(account, id)),
            tables -> tables.basket(account, id))
        .map(
            seen ->
                Answer.ok(
                    report(seen.value().orElseThrow(Problems::unknownBasket), seen.asOfSeq())));
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    Listing listing = Listing.own(request);
    Seen<Remembered<BasketSummary>> seen =
        model.read(state -> state.baskets(account, listing.before(), listing.limit()));
    return listing
        .completed(
            blocking,
            history,
            seen.value(),
            (before, limit) -> history.baskets(account, before, limit))
        .map(baskets -> listing.page(baskets, BasketSummary::placedSeq, BasketOperations::item))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private static JsonObject item(BasketSummary basket) {
    JsonArray orders = new JsonArray();
    basket.orders().forEach(order -> orders.add(OrderJson.order(order)));
    JsonObject head =
        head(basket.basket(), basket.clientOrderId(), basket.orders().getFirst().createdAtMs());
    return sums(basket.orders()).putInto(head.put("orders", orders));
  }

  /** One parent for all legs. */
  static JsonObject report(BasketView basket, long asOfSeq) {
    JsonArray legs = new JsonArray();
    basket.legs().forEach(leg -> legs.add(putOrder(new JsonObject(), leg)));
    JsonObject head = head(basket.basket(), basket.clientOrderId(), basket.createdAtMs());
    return sums(basket.legs().stream().map(BasketView.Leg::order).toList())
        .putInto(head.put("legs", legs))
        .put("as_of_seq", asOfSeq);
  }

  private static JsonObject head(long basket, @Nullable String clientOrderId, long createdAtMs) {
    return new JsonObject()
        .put("basket_id", Long.toString(basket))
        .put("client_order_id", clientOrderId)
        .put("created_at", Times.format(createdAtMs));
  }

  private static Sums sums(List<OrderView> orders) {
    Sums sums = new Sums();
    for (OrderView order : orders) {
      sums.add(order.side() == Side.BUY, order.filledCost(), order.fees());
    }
    return sums;
  }

  /** An order and its fills as a command left them. */
  static BasketView.Leg leg(Applied applied, long order) {
    return new BasketView.Leg(applied.order(order), applied.fillsOf(order));
  }

  static JsonObject putOrder(JsonObject into, BasketView.Leg leg) {
    JsonArray fills = new JsonArray();
    leg.fills().forEach(fill -> fills.add(OrderJson.fill(fill)));
    return into.put("order", OrderJson.order(leg.order())).put("fills", fills);
  }
}
