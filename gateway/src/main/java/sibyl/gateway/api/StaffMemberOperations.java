package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import sibyl.accounts.staff.Permission;
import sibyl.accounts.staff.Role;
import sibyl.accounts.staff.StaffChange;
import sibyl.accounts.staff.StaffMember;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Staff;

/** Who is staff: decided by administrators, and everybody's own password. */
public final class StaffMemberOperations {
  private final Staff staff;
  private final Blocking blocking;
  private final CookieNames cookies;

  public StaffMemberOperations(Staff staff, Blocking blocking, CookieNames cookies) {
    this.staff = staff;
    this.blocking = blocking;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("staffMe", this::me);
    table.add("changeOwnPassword", this::changeOwnPassword);
    table.add("listStaff", this::list);
    table.add("getStaffMember", this::get);
    table.add("createStaffMember", this::create);
    table.add("changeStaffMember", this::change, this::subject);
  }

  /** A member of staff as one sees oneself: with what the roles allow. */
  static JsonObject whoIs(Caller.StaffMember member) {
    JsonArray permissions = new JsonArray();
    Arrays.stream(Permission.values())
        .filter(permission -> permission.isGrantedTo(member.roles()))
        .forEach(permission -> permissions.add(Names.of(permission)));
    return new JsonObject()
        .put(
            "staff",
            new JsonObject()
                .put("staff_id", Long.toString(member.number()))
                .put("username", member.username())
                .put("roles", roles(member.roles()))
                .put("permissions", permissions)
                .put("second_factor_required", member.mustEnrol()));
  }

  private Future<Answer> me(Request request) {
    return Future.succeededFuture(Answer.ok(whoIs(request.staff())));
  }

  private Future<Answer> changeOwnPassword(Request request) {
    long number = request.staff().number();
    String current = request.fields().text("current_password", "");
    String next = request.fields().text("new_password", "");
    return blocking.call(
        () -> {
          staff.changePassword(number, current, next, request.device());
          return Answer.nothing().with(cookies.gone(cookies.staff()));
        });
  }

  private Future<Answer> list(Request request) {
    return blocking.call(
        () -> {
          JsonArray items = new JsonArray();
          staff.members().forEach(member -> items.add(member(member)));
          return Answer.ok(new JsonObject().put("items", items).put("next_cursor", null));
        });
  }

  private Future<Answer> get(Request request) {
    return subject(request)
        .map(member -> Answer.ok(member.orElseThrow(() -> Problems.unknown("staff_member"))));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long number = request.pathId("staff_id");
    return blocking.call(() -> staff.member(number).map(StaffMemberOperations::member));
  }

  private Future<Answer> create(Request request) {
    String username = request.fields().text("username", "");
    String password = request.fields().text("password", "");
    Set<Role> roles = statedRoles(request);
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(member(staff.create(username, password, roles, by))));
  }

  private Future<Answer> change(Request request) {
    long number = request.pathId("staff_id");
    StaffChange change =
        new StaffChange(
            request.fields().has("roles") ? statedRoles(request) : null,
            request.body().getBoolean("enabled"),
            request.fields().text("password"));
    long by = request.staff().number();
    return blocking.call(
        () -> {
          StaffMember changed = staff.change(number, change, by);
          return Answer.ok(member(changed));
        });
  }

  private static Set<Role> statedRoles(Request request) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    request
        .body()
        .getJsonArray("roles", new JsonArray())
        .forEach(role -> roles.add(Names.parse(Role.class, String.valueOf(role))));
    return roles;
  }

  private static JsonArray roles(Collection<Role> held) {
    JsonArray roles = new JsonArray();
    held.stream().sorted().forEach(role -> roles.add(Names.of(role)));
    return roles;
  }

  private static JsonObject member(StaffMember member) {
    Instant createdAt = member.createdAt();
    return new JsonObject()
        .put("staff_id", Long.toString(member.number()))
        .put("username", member.username())
        .put("roles", roles(member.roles()))
        .put("enabled", member.enabled())
        .put("created_at", createdAt == null ? null : Times.format(createdAt.toEpochMilli()));
  }
}
