package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.http.Subject;
import sibyl.gateway.json.MarketJson;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.RulesJson;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.RulesVersion;

/**
 * Changes of events that are at the exchange: other words or another end, clearer rules, and taking
 * one back in which nothing was traded.
 */
public final class EventOperations {
  /** Every version of an event's rules stays in memory. */
  private static final int RULES_VERSIONS_MAX = 100;

  private final Commands commands;
  private final ReadModel model;
  private final Blocking blocking;

  public EventOperations(Commands commands, ReadModel model, Blocking blocking) {
    this.commands = commands;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    Subject event = this::eventNow;
    table.add("listRules", this::listRules);
    table.add("editEvent", this::edit, event);
    table.add("deleteEvent", this::delete, event);
    table.add("clarifyRules", this::clarifyRules, event);
  }

  private Future<Optional<JsonObject>> eventNow(Request request) {
    return Future.succeededFuture(
        Optional.ofNullable(find(request.pathId("event_id"))).map(MarketJson::event));
  }

  private Future<Answer> edit(Request request) {
    EventView event = existing(request);
    Fields stated = request.fields();
    List<EditEvent.MarketTitle> titles = new ArrayList<>();
    for (Fields market : stated.objects("markets")) {
      long id = market.id("market_id");
      if (event.markets().stream().noneMatch(its -> its.market() == id)) {
        throw market.malformed("market_id", "The event has no such market.");
      }
      titles.add(new EditEvent.MarketTitle(id, market.text("title", "")));
    }
    String title = stated.text("title");
    if (title != null && titles.isEmpty() && event.markets().size() == 1) {
      // The one market of an event that gave it its title goes by the new one.
      MarketView only = event.markets().getFirst();
      if (only.spec().title().equals(event.spec().title())) {
        titles.add(new EditEvent.MarketTitle(only.market(), title));
      }
    }
    EditEvent edit =
        new EditEvent(
            event.event(),
            title,
            stated.text("description"),
            stated.text("category"),
            null,
            stated.text("source"),
            stated.has("image") ? EventForm.image(stated) : null,
            closeAt(stated),
            titles,
            stated.text("reason", ""));
    if (edit.isEmpty()) {
      throw stated.malformed("", "Say what is to change: give at least one field beside reason.");
    }
    return commands
        .send(request, (into, header) -> into.editEvent(header, edit))
        .map(
            applied ->
                Answer.ok(MarketJson.event(existing(request)).put("as_of_seq", applied.seq())))
        .recover(failure -> Future.failedFuture(explained(failure, event, edit)));
  }

  private static long closeAt(Fields stated) {
    String text = stated.text("close_at");
    return text == null ? EditEvent.SAME_TIME : text.isEmpty() ? 0 : stated.time("close_at");
  }

  private Future<Answer> delete(Request request) {
    EventView event = existing(request);
    DeleteEvent delete = new DeleteEvent(event.event(), request.fields().text("reason", ""));
    return commands
        .send(request, (into, header) -> into.deleteEvent(header, delete))
        .map(
            applied ->
                Answer.ok(
                    new JsonObject()
                        .put("event_id", Long.toString(event.event()))
                        .put("deleted", true)
                        .put("as_of_seq", applied.seq())))
        .recover(failure -> Future.failedFuture(explained(failure, event, null)));
  }

  private Future<Answer> clarifyRules(Request request) {
    EventView event = existing(request);
    if (event.rules().size() >= RULES_VERSIONS_MAX) {
      throw new Problem(
          422,
          Names.of(Reason.LIMIT_EXCEEDED),
          "The rules of an event have at most " + RULES_VERSIONS_MAX + " versions.");
    }
    Fields stated = request.fields();
    EditEvent edit =
        new EditEvent(
            event.event(),
            null,
            null,
            null,
            stated.text("rules", ""),
            null,
            null,
            EditEvent.SAME_TIME,
            List.of(),
            stated.text("reason", ""));
    return commands
        .send(request, (into, header) -> into.editEvent(header, edit))
        .compose(
            applied -> {
              List<RulesVersion> versions = existing(request).rules();
              return blocking.call(
                  () -> Answer.created(RulesJson.version(versions, versions.size() - 1)));
            })
        .recover(failure -> Future.failedFuture(explained(failure, event, null)));
  }

  /** Everybody sees every version; who wrote it, staff see in the audit log. */
  private Future<Answer> listRules(Request request) {
    List<RulesVersion> versions = existing(request).rules();
    return blocking.call(
        () -> {
          JsonArray items = new JsonArray();
          for (int place = versions.size() - 1; place >= 0; place--) {
            items.add(RulesJson.version(versions, place));
          }
          return Answer.ok(new JsonObject().put("items", items).put("next_cursor", null));
        });
  }

  /** Says what state the event is in and what can be done instead. */
  private static Throwable explained(Throwable failure, EventView event, @Nullable EditEvent edit) {
    if (!(failure instanceof Problem problem)) {
      return failure;
    }
    boolean over = event.markets().stream().allMatch(m -> m.state() == MarketState.SETTLED);
    if (over && problem.code().equals("unknown_event")) {
      return new Problem(
          422,
          Names.of(Reason.ILLEGAL_TRANSITION),
          "All markets of the event are settled: it stays as it is.");
    }
    if (!problem.code().equals(Names.of(Reason.ILLEGAL_TRANSITION))) {
      return failure;
    }
    return new Problem(
        422,
        problem.code(),
        edit != null
            ? "All markets of the event are closed, so it has no other end. Leave close_at out."
            : "A market of the event is resolved or settled, so it cannot be taken back.");
  }

  private EventView existing(Request request) {
    EventView event = find(request.pathId("event_id"));
    if (event == null) {
      throw Problems.unknown("event");
    }
    return event;
  }

  private @Nullable EventView find(long id) {
    return model.<@Nullable EventView>read(state -> state.event(id)).value();
  }
}
