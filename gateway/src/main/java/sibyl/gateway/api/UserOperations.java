package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.directory.UserDirectory;
import sibyl.accounts.directory.UserEntry;
import sibyl.engine.command.ChangeAccount;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Operation;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;
import sibyl.gateway.people.People;
import sibyl.gateway.read.AccountView;
import sibyl.gateway.read.ReadModel;

/** People as staff find and suspend them. */
public final class UserOperations {
  private final UserDirectory directory;
  private final People people;
  private final Commands commands;
  private final ReadModel model;
  private final Blocking blocking;

  public UserOperations(
      UserDirectory directory,
      People people,
      Commands commands,
      ReadModel model,
      Blocking blocking) {
    this.directory = directory;
    this.people = people;
    this.commands = commands;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listUsers", this::list);
    table.add("getUser", this::get);
    table.add("suspendUser", suspend(true), this::subject);
    table.add("resumeUser", suspend(false), this::subject);
  }

  private Future<Answer> list(Request request) {
    String words = request.query("q").orElse(null);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<UserEntry> page = directory.search(words, listing.before(), listing.limit());
          return Answer.ok(listing.page(page, UserEntry::account, this::json));
        });
  }

  private Future<Answer> get(Request request) {
    return known(request.pathId("account_id")).map(user -> Answer.ok(json(user)));
  }

  /**
   * The exchange takes only cancellations from a suspended account. All sessions end; signing in
   * again is possible, to see and to cancel.
   */
  private Operation suspend(boolean suspended) {
    return request -> {
      long account = request.pathId("account_id");
      return known(account)
          .compose(user -> commands.ensureAccount(account))
          .compose(
              open -> {
                boolean netting = netting(account);
                return commands.send(
                    request,
                    (into, header) ->
                        into.changeAccount(header, new ChangeAccount(account, netting, suspended)));
              })
          .compose(
              applied ->
                  blocking.call(
                      () -> {
                        if (suspended) {
                          people.endSessions(account);
                        }
                        return account;
                      }))
          .compose(this::known)
          .map(user -> Answer.ok(json(user)));
    };
  }

  private boolean netting(long account) {
    AccountView view = view(account);
    return view == null || view.netting();
  }

  private @Nullable AccountView view(long account) {
    return model.<@Nullable AccountView>read(state -> state.account(account)).value();
  }

  private Future<UserEntry> known(long account) {
    return blocking.call(() -> directory.find(account).orElseThrow(() -> Problems.unknown("user")));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long account = request.pathId("account_id");
    return blocking.call(() -> directory.find(account).map(this::json));
  }

  /** Whether suspended as the read model has it, which is ahead of the tables. */
  private JsonObject json(UserEntry user) {
    AccountView view = view(user.account());
    return new JsonObject()
        .put("user_id", Long.toString(user.account()))
        .put("username", user.username())
        .put("email", user.email())
        .put("email_verified", user.emailVerified())
        .put("phone", user.phone())
        .put("suspended", view == null ? user.suspended() : view.suspended())
        .put("sessions", user.sessions())
        .put("keys", user.keys())
        .put("created_at", Times.format(user.createdAt().toEpochMilli()));
  }
}
