package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Reason;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.Produce;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.History;
import sibyl.gateway.read.InventoryEntry;
import sibyl.gateway.read.OfferView;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.Remembered;

/** Goods: what one has of them, making them, and selling to those who wait for them. */
public final class GoodsOperations {
  private final Commands commands;
  private final ReadModel model;
  private final History history;
  private final Blocking blocking;
  private final Rankings rankings = new Rankings();

  public GoodsOperations(Commands commands, ReadModel model, History history, Blocking blocking) {
    this.commands = commands;
    this.model = model;
    this.history = history;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("getInventory", this::inventory);
    table.add("listInventoryMovements", this::movements);
    table.add("produce", this::produce);
    table.add("listOffers", this::offers);
    table.add("acceptOffer", this::accept);
  }

  private Future<Answer> inventory(Request request) {
    long account = request.account();
    Seen<List<PositionView>> seen = model.read(state -> state.goods(account));
    JsonArray items = new JsonArray();
    seen.value().forEach(good -> items.add(AccountJson.position(good)));
    return Future.succeededFuture(
        Answer.ok(new JsonObject().put("items", items).put("as_of_seq", seen.asOfSeq())));
  }

  private Future<Answer> movements(Request request) {
    long account = request.account();
    OptionalLong market = request.queryId("market_id");
    Long only = market.isPresent() ? market.getAsLong() : null;
    Listing listing = Listing.own(request);
    Predicate<InventoryEntry> wanted =
        entry -> market.isEmpty() || entry.market() == market.getAsLong();
    Seen<Remembered<InventoryEntry>> seen =
        model.read(state -> state.inventory(account, wanted, listing.before(), listing.limit()));
    return listing
        .completed(
            blocking,
            history,
            seen.value(),
            (before, limit) -> history.inventory(account, only, before, limit))
        .map(moved -> listing.page(moved, InventoryEntry::seq, AccountJson::inventoryEntry))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private Future<Answer> produce(Request request) {
    Fields stated = request.fields();
    Produce produce =
        new Produce(request.account(), stated.id("market_id"), stated.quantity("quantity", 0));
    return commands
        .ensureAccount(produce.account())
        .compose(known -> commands.send(request, (into, header) -> into.produce(header, produce)))
        .map(applied -> Exchanged.of(applied, produce.account()).answer());
  }

  /** The best of each good first; walked in the order that stood when the walk began. */
  private Future<Answer> offers(Request request) {
    long account = request.account();
    long asOfSeq = model.seq();
    JsonObject page =
        Listing.own(request)
            .ranked(
                rankings,
                request.reader(),
                () ->
                    model.read(state -> state.offers(account, Integer.MAX_VALUE)).value().stream()
                        .mapToLong(OfferView::order)
                        .toArray(),
                order ->
                    model.<@Nullable OfferView>read(state -> state.offer(account, order)).value(),
                (rank, offer) -> OrderJson.offer(offer));
    return Future.succeededFuture(Answer.ok(page.put("as_of_seq", asOfSeq)));
  }

  /**
   * Whoever the order was never offered to learns as little as about one that does not exist. A
   * request repeated under its idempotency key goes to the exchange all the same, which knows it.
   */
  private Future<Answer> accept(Request request) {
    long account = request.account();
    long order = request.pathId("offer_id");
    @Nullable OfferView offer = model.read(state -> state.offer(account, order)).value();
    if (offer == null && request.keyText().isEmpty()) {
      throw Problems.unknownOffer();
    }
    Fields stated = request.fields();
    AcceptOffer accept;
    if (offer == null) {
      accept =
          new AcceptOffer(account, order, stated.price("price", 0), stated.quantity("quantity", 0));
    } else {
      MarketSpec spec = Specs.of(model, offer.market());
      accept =
          new AcceptOffer(
              account,
              order,
              OrderForm.price(stated.decimal("price").orElseThrow(), spec),
              OrderForm.quantity(stated.decimal("quantity").orElseThrow(), spec));
    }
    return commands
        .ensureAccount(account)
        .compose(
            known -> commands.send(request, (into, header) -> into.acceptOffer(header, accept)))
        .recover(failure -> Future.failedFuture(withdrawn(failure, offer != null)))
        .map(OrderOperations::placed);
  }

  private static Throwable withdrawn(Throwable failure, boolean wasOffered) {
    if (!(failure instanceof Problem problem) || problem.status() >= 500) {
      return failure;
    }
    boolean tellsNothing = problem.status() == 409 || problem.status() == 400;
    boolean gone = problem.code().equals(Names.of(Reason.UNKNOWN_ORDER));
    return gone || (!wasOffered && !tellsNothing) ? Problems.unknownOffer() : failure;
  }
}
