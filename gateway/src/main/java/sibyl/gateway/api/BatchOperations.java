package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OrderNumbers;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadModel;

/** Several orders in one command: placed, canceled, made one. */
public final class BatchOperations {
  private final Commands commands;
  private final ReadModel model;

  public BatchOperations(Commands commands, ReadModel model) {
    this.commands = commands;
    this.model = model;
  }

  public void addTo(OperationTable table) {
    table.add("placeOrders", this::place);
    table.add("cancelOrderBatch", this::cancel);
    table.add("mergeOrders", this::merge);
  }

  private Future<Answer> place(Request request) {
    OrderList batch = OrderList.batch(request, model);
    if (!batch.hasReady()) {
      return Future.succeededFuture(Answer.ok(placed(request, batch, null)));
    }
    return batch.send(request, commands).map(applied -> Answer.ok(placed(request, batch, applied)));
  }

  /**
   * Accepted orders are reported in the order of the items, refused ones name theirs; both count
   * only what was sent.
   *
   * @param applied null when nothing was worth sending
   */
  private JsonObject placed(Request request, OrderList batch, @Nullable Applied applied) {
    Map<Integer, Change.Rejected> refusals = new HashMap<>();
    Iterator<Change.OrderPlaced> accepted = List.<Change.OrderPlaced>of().iterator();
    if (applied != null) {
      for (Change.ItemRejected refused : applied.all(Change.ItemRejected.class)) {
        refusals.put(refused.refusal().item(), refused.refusal());
      }
      accepted = applied.all(Change.OrderPlaced.class).iterator();
    }
    JsonArray items = new JsonArray();
    int sent = 0;
    int refused = 0;
    for (int i = 0; i < batch.items().size(); i++) {
      JsonObject item = new JsonObject().put("item", i);
      Problem problem = null;
      if (batch.items().get(i) instanceof OrderList.Item.Wrong wrong) {
        problem = wrong.problem();
      } else {
        Change.Rejected refusal = refusals.get(sent++);
        problem = refusal == null ? null : commands.refusal(request, at(refusal, i));
      }
      if (problem != null) {
        refused++;
        item.put("problem", problem.toJson());
      } else if (applied != null) {
        putOrder(item, applied, accepted.next().order().order());
      }
      items.add(item);
    }
    return new JsonObject()
        .put("accepted", batch.items().size() - refused)
        .put("refused", refused)
        .put("items", items)
        .put("as_of_seq", applied == null ? model.seq() : applied.seq());
  }

  /** The refusal as that of another item: only the items that were ready had been sent. */
  private static Change.Rejected at(Change.Rejected refusal, int item) {
    return new Change.Rejected(
        refusal.seq(),
        refusal.reason(),
        refusal.account(),
        refusal.market(),
        refusal.order(),
        refusal.basket(),
        refusal.needed(),
        refusal.available(),
        refusal.held(),
        refusal.asset(),
        refusal.nearest(),
        item);
  }

  private static JsonObject putOrder(JsonObject into, Applied applied, long order) {
    return BasketOperations.putOrder(into, BasketOperations.leg(applied, order));
  }

  private Future<Answer> cancel(Request request) {
    List<Long> orders = request.fields().ids("order_ids");
    CancelOrders cancel = new CancelOrders();
    cancel.account = request.account();
    orders.forEach(cancel.orders::add);
    return commands
        .ensureAccount(cancel.account)
        .compose(
            known -> commands.send(request, (into, header) -> into.cancelOrders(header, cancel)))
        .compose(applied -> canceled(request, orders, applied));
  }

  private Future<Answer> canceled(Request request, List<Long> orders, Applied applied) {
    List<Change.Rejected> refused =
        applied.all(Change.ItemRejected.class).stream().map(Change.ItemRejected::refusal).toList();
    return commands
        .refusals(request, refused)
        .map(
            problems -> {
              Map<Integer, Problem> byItem = new HashMap<>();
              for (int i = 0; i < problems.size(); i++) {
                byItem.put(refused.get(i).item(), problems.get(i));
              }
              return Answer.ok(canceled(orders, byItem, applied));
            });
  }

  private static JsonObject canceled(
      List<Long> orders, Map<Integer, Problem> problems, Applied applied) {
    JsonArray items = new JsonArray();
    for (int i = 0; i < orders.size(); i++) {
      JsonObject item =
          new JsonObject().put("item", i).put("order_id", Long.toString(orders.get(i)));
      Problem problem = problems.get(i);
      items.add(
          problem == null
              ? item.put("order", OrderJson.order(applied.order(orders.get(i))))
              : item.put("problem", problem.toJson()));
    }
    return new JsonObject()
        .put("canceled", orders.size() - problems.size())
        .put("items", items)
        .put("as_of_seq", applied.seq());
  }

  private Future<Answer> merge(Request request) {
    MergeOrders merge = new MergeOrders();
    merge.account = request.account();
    OrderNumbers orders = merge.orders;
    request.fields().ids("order_ids").forEach(orders::add);
    return commands
        .ensureAccount(merge.account)
        .compose(known -> commands.send(request, (into, header) -> into.mergeOrders(header, merge)))
        .map(BatchOperations::merged);
  }

  private static Answer merged(Applied applied) {
    JsonArray gone = new JsonArray();
    JsonObject left = null;
    for (OrderView order : applied.orders()) {
      if (order.closeReason() == CloseReason.MERGED) {
        gone.add(OrderJson.order(order));
      } else {
        left = OrderJson.order(order);
      }
    }
    return Answer.ok(
        new JsonObject().put("order", left).put("merged", gone).put("as_of_seq", applied.seq()));
  }
}
