package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.event.DraftState;
import sibyl.accounts.event.EventDraft;
import sibyl.accounts.event.EventDrafts;
import sibyl.engine.command.CreateEvent;
import sibyl.gateway.exchange.IdempotencyKey;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.ReadModel;

/** Events before they exist: drafted, edited, copied from others, and published. */
public final class DraftOperations {
  private static final int VERSIONS_SHOWN = 100;

  private final EventDrafts drafts;
  private final HouseGrants grants;
  private final boolean fourEyes;
  private final Commands commands;
  private final ReadModel model;
  private final Blocking blocking;

  /**
   * @param fourEyes what holds for a market that does not say
   */
  public DraftOperations(
      EventDrafts drafts,
      HouseGrants grants,
      boolean fourEyes,
      Commands commands,
      ReadModel model,
      Blocking blocking) {
    this.drafts = drafts;
    this.grants = grants;
    this.fourEyes = fourEyes;
    this.commands = commands;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("createDraft", this::create);
    table.add("listDrafts", this::list);
    table.add("getDraft", this::get);
    table.add("editDraft", this::edit, this::subject);
    table.add("deleteDraft", this::delete, this::subject);
    table.add("publishDraft", this::publish, this::subject);
    table.add("copyEvent", this::copy);
  }

  private Future<Answer> create(Request request) {
    EventForm.of(request.fields(), fourEyes); // refuses what could not be published for its form
    String body = request.body().encode();
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(json(drafts.create(body, by))));
  }

  private Future<Answer> list(Request request) {
    @Nullable DraftState state =
        request.query("state").map(name -> Names.parse(DraftState.class, name)).orElse(null);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<EventDraft> page = drafts.list(state, listing.before(), listing.limit());
          return Answer.ok(listing.page(page, EventDraft::id, DraftOperations::json));
        });
  }

  private Future<Answer> get(Request request) {
    long id = request.pathId("draft_id");
    return blocking.call(
        () -> {
          EventDraft draft = drafts.find(id).orElseThrow(() -> Problems.unknown("draft"));
          JsonArray versions = new JsonArray();
          drafts.versions(id, VERSIONS_SHOWN).forEach(each -> versions.add(version(each)));
          return Answer.ok(json(draft).put("versions", versions));
        });
  }

  private Future<Answer> edit(Request request) {
    EventForm.of(request.fields(), fourEyes);
    long id = request.pathId("draft_id");
    String body = request.body().encode();
    long by = request.staff().number();
    return blocking.call(() -> Answer.ok(json(drafts.edit(id, body, by))));
  }

  private Future<Answer> delete(Request request) {
    long id = request.pathId("draft_id");
    return blocking.call(
        () -> {
          drafts.delete(id);
          return Answer.nothing();
        });
  }

  /**
   * Creates the event under the number of whoever first published the draft and a key of the draft:
   * done again, after whatever went wrong, there is still one event.
   */
  private Future<Answer> publish(Request request) {
    long id = request.pathId("draft_id");
    long by = request.staff().number();
    return blocking
        .call(() -> drafts.writers(id))
        .compose(
            writers ->
                blocking
                    .call(() -> drafts.beginPublishing(id, by))
                    .compose(draft -> publish(draft, writers, by)));
  }

  private Future<Answer> publish(EventDraft draft, Set<Long> writers, long by) {
    long id = draft.id();
    long actor = Objects.requireNonNull(draft.publisher());
    CreateEvent event = EventForm.of(Fields.of(new JsonObject(draft.body())), fourEyes);
    IdempotencyKey key =
        IdempotencyKey.of(actor, "draft " + id + " version " + draft.version(), draft.body());
    return grants
        .give(
            writers,
            by,
            "draft " + id,
            event,
            () -> commands.send(actor, key, (into, header) -> into.createEvent(header, event)))
        .map(applied -> StaffOperations.created(model, applied))
        .compose(
            created ->
                blocking.call(
                    () -> {
                      drafts.published(id, Long.parseLong(created.getString("event_id")));
                      return Answer.created(created);
                    }),
            failure -> unpublished(id, failure));
  }

  /** What the exchange refused can be edited again; what it may have done is left as it is. */
  private Future<Answer> unpublished(long id, Throwable failure) {
    if (!(failure instanceof Problem || failure instanceof AccountsException)) {
      return Future.failedFuture(failure);
    }
    return blocking
        .call(
            () -> {
              drafts.refused(id);
              return id;
            })
        .compose(done -> Future.failedFuture(failure));
  }

  private Future<Answer> copy(Request request) {
    long event = request.pathId("event_id");
    @Nullable EventView view = model.<@Nullable EventView>read(state -> state.event(event)).value();
    if (view == null) {
      throw Problems.unknown("event");
    }
    String body = EventForm.stated(view.spec()).encode();
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(json(drafts.create(body, by))));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long id = request.pathId("draft_id");
    return blocking.call(() -> drafts.find(id).map(DraftOperations::json));
  }

  private static JsonObject json(EventDraft draft) {
    Long event = draft.event();
    return new JsonObject()
        .put("draft_id", Long.toString(draft.id()))
        .put("state", Names.of(draft.state()))
        .put("version", draft.version())
        .put("written_by", Long.toString(draft.by()))
        .put("written_at", Times.format(draft.at().toEpochMilli()))
        .put("event", new JsonObject(draft.body()))
        .put("event_id", event == null ? null : Long.toString(event));
  }

  private static JsonObject version(EventDraft draft) {
    return new JsonObject()
        .put("version", draft.version())
        .put("written_by", Long.toString(draft.by()))
        .put("written_at", Times.format(draft.at().toEpochMilli()))
        .put("event", new JsonObject(draft.body()));
  }
}
