package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import sibyl.accounts.broadcast.Broadcast;
import sibyl.accounts.broadcast.Broadcasts;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;

/** Messages of staff to everybody. */
public final class BroadcastOperations {
  private final Broadcasts broadcasts;
  private final Blocking blocking;

  public BroadcastOperations(Broadcasts broadcasts, Blocking blocking) {
    this.broadcasts = broadcasts;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("broadcast", this::broadcast);
    table.add("listAnnouncements", this::list);
  }

  private Future<Answer> broadcast(Request request) {
    String title = request.fields().text("title", "");
    String text = request.fields().text("text", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(json(broadcasts.send(title, text, by))));
  }

  private Future<Answer> list(Request request) {
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<Broadcast> page = broadcasts.list(listing.before(), listing.limit());
          return Answer.ok(listing.page(page, Broadcast::id, BroadcastOperations::json));
        });
  }

  private static JsonObject json(Broadcast broadcast) {
    return new JsonObject()
        .put("announcement_id", Long.toString(broadcast.id()))
        .put("title", broadcast.title())
        .put("text", broadcast.text())
        .put("at", Times.format(broadcast.at().toEpochMilli()));
  }
}
