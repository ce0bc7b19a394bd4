package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import sibyl.accounts.team.Teams;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.Operation;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/**
 * The house as somebody to trade against in a sandbox. It has an account like everybody else, which
 * is funded by a transfer, holds what its orders need and is in the ledger with every trade; only
 * who gives its orders is special. Contests have a house of their own, with play money. Where it is
 * not allowed, all of this is refused.
 */
public final class HouseOperations {
  private final Commands commands;
  private final HouseGrants grants;
  private final ReadModel model;
  private final Teams teams;
  private final Blocking blocking;
  private final boolean allowed;
  private volatile long realAccount;
  private volatile long playAccount;

  private record Standing(Holding cash, List<PositionView> positions, List<OrderView> orders) {}

  /**
   * @param allowed whether staff may trade for the house at all
   */
  public HouseOperations(
      Commands commands,
      HouseGrants grants,
      ReadModel model,
      Teams teams,
      Blocking blocking,
      boolean allowed) {
    this.commands = commands;
    this.grants = grants;
    this.model = model;
    this.teams = teams;
    this.blocking = blocking;
    this.allowed = allowed;
  }

  public void addTo(OperationTable table) {
    table.add("getHouse", forHouse(request -> this::standing));
    table.add("fundHouse", forHouse(request -> house -> fund(request, house)));
    table.add(
        "placeHouseOrder",
        forHouse(this::tradesInContest, request -> house -> place(request, house)));
    table.add("cancelHouseOrder", forHouse(request -> house -> cancel(request, house)));
    table.add("cancelHouseOrders", forHouse(request -> house -> cancelAll(request, house)));
  }

  private interface ForHouse {
    LongFunction<Future<Answer>> with(Request request);
  }

  private Operation forHouse(ForHouse operation) {
    return forHouse(
        request -> request.query("play_money").map("true"::equals).orElse(false), operation);
  }

  private Operation forHouse(Predicate<Request> forPlayMoney, ForHouse operation) {
    return request -> {
      if (!allowed) {
        throw new Problem(
            403,
            "house_disabled",
            "The house does not trade here. Outside dev mode the setting house.orders allows it.");
      }
      return house(forPlayMoney.test(request))
          .compose(house -> operation.with(request).apply(house));
    };
  }

  /** Known to the exchange from here on. */
  private Future<Long> house(boolean playMoney) {
    long account = playMoney ? playAccount : realAccount;
    Future<Long> number =
        account != 0
            ? Future.succeededFuture(account)
            : blocking.call(() -> teams.house(playMoney));
    return number.compose(
        house -> {
          if (playMoney) {
            playAccount = house;
          } else {
            realAccount = house;
          }
          return commands.ensureAccount(house).map(known -> house);
        });
  }

  private boolean tradesInContest(Request request) {
    return Specs.of(model, request.fields().id("market_id")).rules().segment()
        != Accounts.REAL_MONEY;
  }

  private Future<Answer> standing(long house) {
    Seen<Standing> seen =
        model.read(
            state ->
                new Standing(
                    state.holding(house, Asset.CASH),
                    state.positions(house),
                    state
                        .orders(
                            house,
                            order -> order.status().isOpen(),
                            true,
                            Long.MAX_VALUE,
                            Integer.MAX_VALUE)
                        .items()));
    JsonArray positions = new JsonArray();
    seen.value().positions().forEach(held -> positions.add(AccountJson.position(held)));
    JsonArray orders = new JsonArray();
    seen.value().orders().forEach(order -> orders.add(OrderJson.order(order)));
    return Future.succeededFuture(
        Answer.ok(
            new JsonObject()
                .put("account_id", Long.toString(house))
                .put("balance", AccountJson.cash(seen.value().cash()))
                .put("positions", positions)
                .put("orders", orders)
                .put("as_of_seq", seen.asOfSeq())));
  }

  /** Out of the account that funds market makers too, or back into it. */
  private Future<Answer> fund(Request request, long house) {
    long amount = request.fields().money("amount");
    if (amount == 0) {
      throw request.fields().malformed("amount", "Give an amount other than zero.");
    }
    UUID id = UUID.randomUUID();
    Transfer transfer =
        new Transfer(
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            amount > 0 ? Accounts.HOUSE : house,
            amount > 0 ? house : Accounts.HOUSE,
            Math.abs(amount),
            TransferKind.FUNDING);
    boolean real = request.query("play_money").filter("true"::equals).isEmpty();
    return grants
        .give(
            request,
            "fundHouse",
            real ? amount : 0,
            () -> commands.send(request, (into, header) -> into.transfer(header, transfer)))
        .compose(applied -> standing(house));
  }

  private Future<Answer> place(Request request, long house) {
    Fields stated = request.fields();
    MarketSpec spec = Specs.of(model, stated.id("market_id"));
    OrderForm form = OrderForm.of(house, stated, spec, TimeInForce.GTC);
    return commands
        .send(
            request,
            (into, header) -> {
              PlaceOrder order = new PlaceOrder();
              form.writeTo(order);
              into.placeOrder(header, order);
            })
        .map(OrderOperations::placed);
  }

  private Future<Answer> cancel(Request request, long house) {
    CancelOrder cancel = new CancelOrder();
    cancel.account = house;
    cancel.order = request.pathId("order_id");
    return commands
        .send(request, (into, header) -> into.cancelOrder(header, cancel))
        .map(OrderOperations::canceled);
  }

  private Future<Answer> cancelAll(Request request, long house) {
    CancelOrders cancel = new CancelOrders();
    cancel.account = house;
    cancel.market = request.queryId("market_id").orElse(0);
    return commands
        .send(request, (into, header) -> into.cancelOrders(header, cancel))
        .map(OrderOperations::canceled)
        .recover(failure -> OrderOperations.nothingToCancel(failure, model.seq()));
  }
}
