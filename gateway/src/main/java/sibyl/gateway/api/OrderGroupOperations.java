package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.GroupAction;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.OrderGroupView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/** Limits on what sets of orders may fill within a rolling window. */
public final class OrderGroupOperations {
  private final Commands commands;
  private final ReadModel model;

  public OrderGroupOperations(Commands commands, ReadModel model) {
    this.commands = commands;
    this.model = model;
  }

  public void addTo(OperationTable table) {
    table.add("createOrderGroup", this::create);
    table.add("listOrderGroups", this::list);
    table.add("getOrderGroup", this::get);
    table.add("changeOrderGroup", this::change);
    table.add("resetOrderGroup", this::reset);
    table.add("deleteOrderGroup", this::delete);
  }

  private Future<Answer> create(Request request) {
    Fields stated = request.fields();
    ChangeOrderGroup create =
        new ChangeOrderGroup(
            request.account(),
            0,
            GroupAction.CREATE,
            stated.quantity("limit", 0),
            stated.number("window_ms", 0));
    return commands
        .ensureAccount(request.account())
        .compose(known -> send(request, create))
        .map(applied -> Answer.created(changed(applied)));
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    Seen<List<OrderGroupView>> seen = model.read(state -> state.groups(account));
    JsonArray items = new JsonArray();
    seen.value().forEach(group -> items.add(OrderJson.group(group)));
    return Future.succeededFuture(
        Answer.ok(
            new JsonObject()
                .put("items", items)
                .put("next_cursor", null)
                .put("as_of_seq", seen.asOfSeq())));
  }

  private Future<Answer> get(Request request) {
    Seen<OrderGroupView> seen = own(request);
    return Future.succeededFuture(
        Answer.ok(OrderJson.group(seen.value()).put("as_of_seq", seen.asOfSeq())));
  }

  /** What is not given stays. */
  private Future<Answer> change(Request request) {
    OrderGroupView now = own(request).value();
    Fields stated = request.fields();
    return send(
            request,
            new ChangeOrderGroup(
                now.account(),
                now.group(),
                GroupAction.CHANGE,
                stated.quantity("limit", now.limit()),
                stated.number("window_ms", now.windowMs())))
        .map(applied -> Answer.ok(changed(applied)));
  }

  private Future<Answer> reset(Request request) {
    return send(request, action(request, GroupAction.RESET))
        .map(applied -> Answer.ok(changed(applied)));
  }

  private Future<Answer> delete(Request request) {
    return send(request, action(request, GroupAction.DELETE)).map(OrderOperations::canceled);
  }

  private static ChangeOrderGroup action(Request request, GroupAction action) {
    return new ChangeOrderGroup(request.account(), request.pathId("group_id"), action, 0, 0);
  }

  private Future<Applied> send(Request request, ChangeOrderGroup command) {
    return commands.send(request, (into, header) -> into.changeOrderGroup(header, command));
  }

  private Seen<OrderGroupView> own(Request request) {
    long account = request.account();
    long id = request.pathId("group_id");
    Seen<@Nullable OrderGroupView> seen = model.read(state -> state.group(account, id));
    if (seen.value() == null) {
      throw Problems.unknownGroup();
    }
    return new Seen<>(seen.value(), seen.asOfSeq());
  }

  private static JsonObject changed(Applied applied) {
    return applied
        .first(Change.OrderGroupChanged.class)
        .map(change -> OrderJson.group(change).put("as_of_seq", applied.seq()))
        .orElseThrow(() -> new IllegalStateException("an order group without events"));
  }
}
