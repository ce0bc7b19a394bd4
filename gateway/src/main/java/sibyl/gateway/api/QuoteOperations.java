package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.gateway.exchange.ExchangeClient;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.people.Caller;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.ReadModel;

/** What orders, baskets and amendments would do now, asked of the exchange itself. */
public final class QuoteOperations {
  /** Who asks without an account: what an owner needs is then not looked at. */
  private static final long NOBODY = 0;

  private final Commands commands;
  private final ReadModel model;
  private final OrderFinder finder;

  public QuoteOperations(Commands commands, ReadModel model, OrderFinder finder) {
    this.commands = commands;
    this.model = model;
    this.finder = finder;
  }

  public void addTo(OperationTable table) {
    table.add("quote", this::quote);
    table.add("quoteBasket", this::quoteBasket);
    table.add("quoteAmendment", this::quoteAmendment);
  }

  private Future<Answer> quote(Request request) {
    Fields stated = request.fields();
    MarketSpec spec = Specs.of(model, stated.id("market_id"));
    boolean guest = request.caller() instanceof Caller.Anonymous;
    OrderForm form =
        OrderForm.of(guest ? NOBODY : request.account(), stated, spec, TimeInForce.GTC);
    ExchangeClient.Command ask =
        (into, header) -> {
          PlaceOrder order = new PlaceOrder();
          form.writeTo(order);
          into.quote(header, order);
        };
    Future<Applied> asked =
        guest
            ? commands.sendOnce(NOBODY, ask)
            : commands.ensureAccount(form.account()).compose(known -> commands.send(request, ask));
    return asked.map(
        applied -> Answer.ok(OrderJson.quote(only(applied), spec.payout(), applied.seq())));
  }

  private static Change.Quoted only(Applied applied) {
    return applied
        .first(Change.Quoted.class)
        .orElseThrow(() -> new IllegalStateException("a quote without an answer"));
  }

  private Future<Answer> quoteAmendment(Request request) {
    return finder
        .known(request.account(), request.pathId("order_id"))
        .compose(
            order -> {
              if (!order.status().isOpen()) {
                throw Refusals.orderNotOpen(order);
              }
              AmendOrder amend = Amendment.of(request, order, model);
              int payout = Specs.of(model, order.market()).payout();
              return commands
                  .send(request, (into, header) -> into.quoteAmendment(header, amend))
                  .map(
                      applied ->
                          Answer.ok(
                              OrderJson.amendmentQuote(
                                  only(applied), order.order(), payout, applied.seq())));
            });
  }

  private Future<Answer> quoteBasket(Request request) {
    OrderList basket = OrderList.basket(request, model);
    return commands
        .ensureAccount(request.account())
        .compose(
            known ->
                commands.send(
                    request, (into, header) -> into.quoteOrders(header, basket.command())))
        .map(this::quoted);
  }

  /** The whole is refused for the reason of its first refused leg. */
  private Answer quoted(Applied applied) {
    List<Change.Quoted> quotes = applied.all(Change.Quoted.class);
    JsonArray legs = new JsonArray();
    Sums sums = new Sums();
    @Nullable Reason refusal = null;
    @Nullable Integer item = null;
    for (Change.Quoted quote : quotes) {
      legs.add(OrderJson.quote(quote, Specs.of(model, quote.market()).payout(), applied.seq()));
      sums.add(quote.side() == Side.BUY, quote.cost(), quote.fee());
      if (refusal == null && quote.refusal() != null) {
        refusal = quote.refusal();
        item = quote.item();
      }
    }
    JsonObject answer =
        new JsonObject()
            .put("refusal", refusal == null ? null : Names.of(refusal))
            .put("refused_item", item)
            .put("legs", legs);
    return Answer.ok(sums.putInto(answer).put("as_of_seq", applied.seq()));
  }
}
