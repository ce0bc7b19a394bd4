package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.gateway.exchange.ExchangeClient;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.people.Caller;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.ReadModel;

/** What orders and baskets would do now, asked of the exchange itself. */
public final class QuoteOperations {
  /** Who asks without an account: what an owner needs is then not looked at. */
  private static final long NOBODY = 0;

  private final Commands commands;
  private final ReadModel model;

  public QuoteOperations(Commands commands, ReadModel model) {
    this.commands = commands;
    this.model = model;
  }

  public void addTo(OperationTable table) {
    table.add("quote", this::quote);
    table.add("quoteBasket", this::quoteBasket);
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
        applied -> {
          Change.Quoted quoted =
              applied
                  .first(Change.Quoted.class)
                  .orElseThrow(() -> new IllegalStateException("a quote without an answer"));
          return Answer.ok(OrderJson.quote(quoted, spec.payout(), applied.seq()));
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
