package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import sibyl.accounts.team.Team;
import sibyl.accounts.team.TeamMember;
import sibyl.accounts.team.Teams;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;

/** Teams: which there are, and who may act for them. */
public final class TeamOperations {
  private final Teams teams;
  private final Commands commands;
  private final Blocking blocking;

  public TeamOperations(Teams teams, Commands commands, Blocking blocking) {
    this.teams = teams;
    this.commands = commands;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listOwnTeams", this::own);
    table.add("listTeams", this::list);
    table.add("getTeam", this::get);
    table.add("createTeam", this::create);
    table.add("addTeamMember", this::add, this::subject);
    table.add("removeTeamMember", this::remove, this::subject);
  }

  private Future<Answer> own(Request request) {
    long person = request.ownAccount();
    return blocking
        .call(() -> teams.ofPerson(person))
        .map(found -> Answer.ok(new JsonObject().put("items", json(found))));
  }

  private Future<Answer> list(Request request) {
    Listing listing = Listing.of(request);
    return blocking
        .call(() -> teams.list(listing.before(), listing.limit()))
        .map(page -> Answer.ok(listing.page(page, Team::account, TeamOperations::json)));
  }

  private Future<Answer> get(Request request) {
    long team = request.pathId("team_id");
    return blocking.call(() -> Answer.ok(json(teams.team(team))));
  }

  /**
   * The exchange is told right away, so that staff can give the team something. Should that fail,
   * it hears of the team when something is first done with it.
   */
  private Future<Answer> create(Request request) {
    String name = request.fields().text("name", "");
    long by = request.staff().number();
    return blocking
        .call(() -> teams.create(name, by))
        .compose(
            team ->
                commands
                    .ensureAccount(team.account())
                    .transform(told -> Future.succeededFuture(Answer.created(json(team)))));
  }

  private Future<Answer> add(Request request) {
    long team = request.pathId("team_id");
    long person = request.pathId("account_id");
    return blocking.call(() -> teams.add(team, person)).map(now -> Answer.ok(json(now)));
  }

  private Future<Answer> remove(Request request) {
    long team = request.pathId("team_id");
    long person = request.pathId("account_id");
    return blocking.call(() -> teams.remove(team, person)).map(now -> Answer.ok(json(now)));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long team = request.pathId("team_id");
    return blocking.call(() -> Optional.of(json(teams.team(team))));
  }

  private static JsonArray json(List<Team> teams) {
    JsonArray items = new JsonArray();
    teams.forEach(team -> items.add(json(team)));
    return items;
  }

  private static JsonObject json(Team team) {
    JsonArray members = new JsonArray();
    for (TeamMember member : team.members()) {
      members.add(
          new JsonObject()
              .put("account_id", Long.toString(member.account()))
              .put("username", member.username()));
    }
    return new JsonObject()
        .put("team_id", Long.toString(team.account()))
        .put("name", team.name())
        .put("created_at", Times.format(team.createdAt().toEpochMilli()))
        .put("members", members);
  }
}
