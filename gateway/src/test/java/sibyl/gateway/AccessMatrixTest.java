package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sibyl.accounts.staff.Permission;
import sibyl.accounts.staff.Role;
import sibyl.gateway.fixture.InMemoryStaff;
import sibyl.gateway.fixture.Route;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.http.Access;
import sibyl.gateway.http.AccessTable;

/** Every route tried by everybody: who is let in, and how the others are turned away. */
class AccessMatrixTest {
  private enum Who {
    NOBODY,
    PERSON,
    READING_PROGRAM,
    TRADING_PROGRAM,
    SUSPENDED_PERSON,
    SUSPENDED_PROGRAM,
    MEMBER_OF_A_TEAM,
    MEMBER_OF_A_SUSPENDED_TEAM,
    SUSPENDED_MEMBER_OF_A_TEAM,
    ADMIN,
    OPERATOR,
    SETTLER,
    SUPPORT,
    AUDITOR,
    STAFF_WITHOUT_SECOND_FACTOR,
    DISABLED_STAFF;

    Role role() {
      return Role.valueOf(name());
    }
  }

  private static final Set<Who> NOBODYS = Set.of(Who.NOBODY, Who.DISABLED_STAFF);
  private static final Set<Who> SUSPENDED_PEOPLE =
      Set.of(Who.SUSPENDED_PERSON, Who.MEMBER_OF_A_SUSPENDED_TEAM, Who.SUSPENDED_MEMBER_OF_A_TEAM);
  private static final Set<Who> CUSTOMERS =
      Set.of(
          Who.PERSON,
          Who.READING_PROGRAM,
          Who.TRADING_PROGRAM,
          Who.SUSPENDED_PERSON,
          Who.SUSPENDED_PROGRAM,
          Who.MEMBER_OF_A_TEAM,
          Who.MEMBER_OF_A_SUSPENDED_TEAM,
          Who.SUSPENDED_MEMBER_OF_A_TEAM);

  private int names;

  @Test
  void everyRouteLetsInWhomTheTableNamesAndNobodyElse() {
    try (TestGateway gateway = TestGateway.withTables()) {
      List<String> wrong = new ArrayList<>();
      for (Route route : Route.all()) {
        Access access = AccessTable.of(route.operationId());
        for (Who who : Who.values()) {
          // Somebody new each time: the route may end the session.
          Visitor visitor = visitor(gateway, who);
          Visitor.Reply reply =
              route.method().equals("GET") || route.method().equals("DELETE")
                  ? visitor.send(route.method(), route.anyPath(), null)
                  : visitor.send(route.method(), route.anyPath(), "{}");
          if (!expected(route, access, who).contains(answer(reply, who))) {
            wrong.add(route + " by " + who + ": " + reply.status() + " " + reply.text());
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void aCookieOfOneKindIsNoneOfTheOther() {
    try (TestGateway gateway = TestGateway.start()) {
      String token = gateway.person("ada", "0").cookie().split("=", 2)[1];
      gateway
          .visitor()
          .with("Cookie", "sibyl_staff=" + token)
          .post("/admin/events", new JsonObject().put("title", "mine"))
          .expect(401, "unauthenticated");
    }
  }

  @Test
  void changesByCookieMustComeFromOwnPages() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.person("ada", "10");
      JsonObject deposit = new JsonObject().put("amount", "1");
      ada.with("Origin", "https://evil.example")
          .post("/wallet/deposits", deposit)
          .expect(403, "wrong_origin");
      ada.with("Origin", "null").post("/wallet/deposits", deposit).expect(403, "wrong_origin");
      ada.with("Sec-Fetch-Site", "cross-site")
          .post("/wallet/deposits", deposit)
          .expect(403, "wrong_origin");
      ada.with("Origin", gateway.base()).post("/wallet/deposits", deposit).expect(201);
      ada.with("Sec-Fetch-Site", "same-origin").post("/wallet/deposits", deposit).expect(201);
      // A key is not sent by a browser on its own, so nobody can borrow it.
      Visitor.withKey(gateway.base(), key(ada, "read", "trade"))
          .with("Origin", "https://elsewhere.example")
          .post("/wallet/deposits", deposit)
          .expect(201);
    }
  }

  private Visitor visitor(TestGateway gateway, Who who) {
    names++;
    return switch (who) {
      case NOBODY -> gateway.visitor();
      case PERSON -> gateway.person("person-" + names, "0");
      case READING_PROGRAM ->
          Visitor.withKey(gateway.base(), key(gateway.person("person-" + names, "0"), "read"));
      case TRADING_PROGRAM ->
          Visitor.withKey(
              gateway.base(), key(gateway.person("person-" + names, "0"), "read", "trade"));
      case SUSPENDED_PERSON -> suspended(gateway, gateway.person("person-" + names, "0"));
      case SUSPENDED_PROGRAM -> {
        Visitor owner = gateway.person("person-" + names, "0");
        String key = key(owner, "read", "trade");
        suspended(gateway, owner);
        yield Visitor.withKey(gateway.base(), key);
      }
      case MEMBER_OF_A_TEAM -> {
        Visitor member = gateway.person("person-" + names, "0");
        yield member.with("Sibyl-Account", team(gateway, member));
      }
      case MEMBER_OF_A_SUSPENDED_TEAM -> {
        Visitor member = gateway.person("person-" + names, "0");
        String team = team(gateway, member);
        suspend(gateway, team);
        yield member.with("Sibyl-Account", team);
      }
      case SUSPENDED_MEMBER_OF_A_TEAM -> {
        Visitor member = gateway.person("person-" + names, "0");
        String team = team(gateway, member);
        yield suspended(gateway, member).with("Sibyl-Account", team);
      }
      case ADMIN, OPERATOR, SETTLER, SUPPORT, AUDITOR -> gateway.staff(who.role());
      case STAFF_WITHOUT_SECOND_FACTOR -> gateway.signedInStaff(InMemoryStaff.UNENROLLED);
      case DISABLED_STAFF -> disabled(gateway);
    };
  }

  private String team(TestGateway gateway, Visitor member) {
    String team =
        gateway
            .staff()
            .post("/admin/teams", new JsonObject().put("name", "Team " + names))
            .expect(201)
            .getString("team_id");
    gateway.staff().put("/admin/teams/" + team + "/members/" + gateway.account(member)).expect(200);
    return team;
  }

  private static void suspend(TestGateway gateway, String account) {
    // The account opens at the exchange a moment after its owner has joined.
    Awaitility.await()
        .until(() -> gateway.staff().get("/admin/accounts/" + account).status() == 200);
    gateway
        .staff()
        .patch("/admin/accounts/" + account, new JsonObject().put("suspended", true))
        .expect(200);
  }

  /** Suspension has ended all sessions; its owner may sign in again. */
  private Visitor suspended(TestGateway gateway, Visitor person) {
    suspend(gateway, gateway.account(person));
    person.get("/auth/me").expect(401);
    JsonObject again = TestGateway.registration("person-" + names);
    again.remove("email");
    person.post("/auth/login", again).expect(200);
    return person;
  }

  private Visitor disabled(TestGateway gateway) {
    String id =
        gateway
            .staff()
            .post(
                "/admin/staff",
                new JsonObject()
                    .put("username", "gone-" + names)
                    .put("password", InMemoryStaff.PASSWORD)
                    .put("roles", new JsonArray().add("admin")))
            .expect(201)
            .getString("staff_id");
    Visitor gone = gateway.signedInStaff("gone-" + names);
    gone.get("/admin/staff").expect(200);
    gateway.staff().patch("/admin/staff/" + id, new JsonObject().put("enabled", false)).expect(200);
    return gone;
  }

  private static String key(Visitor owner, String... scopes) {
    return owner
        .post(
            "/keys",
            new JsonObject().put("name", "bot").put("scopes", new JsonArray(List.of(scopes))))
        .expect(201)
        .getString("secret");
  }

  /** "in", or the status that turns away. */
  private static String answer(Visitor.Reply reply, Who who) {
    if (who == Who.MEMBER_OF_A_TEAM && reply.text().contains("unsupported_header")) {
      return "no team";
    }
    if (reply.text().contains("account_suspended")) {
      return "suspended";
    }
    if (reply.text().contains("\"wrong_credentials\"")) {
      return "in"; // let in, and asked for the password again
    }
    return reply.status() == 401 || reply.status() == 403
        ? Integer.toString(reply.status())
        : reply.status() < 500 ? "in" : "broken";
  }

  private static Set<String> expected(Route route, Access access, Who who) {
    if (access instanceof Access.Customer && who == Who.SUSPENDED_PROGRAM) {
      return access == Access.Customer.SESSION ? Set.of("suspended", "403") : Set.of("suspended");
    }
    if (SUSPENDED_PEOPLE.contains(who) && access instanceof Access.Customer) {
      boolean refuses = "refused".equals(route.suspended());
      boolean forTeam = route.takesTeams(); // the others say that they take none
      boolean turned =
          switch (who) {
            case SUSPENDED_PERSON -> refuses;
            case MEMBER_OF_A_SUSPENDED_TEAM -> refuses && forTeam;
            default -> forTeam; // who is suspended does nothing for a team
          };
      return Set.of(turned ? "suspended" : "in");
    }
    if (who == Who.MEMBER_OF_A_TEAM && access instanceof Access.Customer) {
      // Contest money is reached by the routes that take teams, and the wallet is none of them.
      return route.takesTeams()
          ? Set.of("in")
          : access == Access.Customer.PUBLIC ? Set.of("in", "no team") : Set.of("no team");
    }
    boolean in =
        switch (access) {
          case Access.Customer.PUBLIC -> true;
          case Access.Customer.READ -> CUSTOMERS.contains(who);
          case Access.Customer.TRADE -> who == Who.PERSON || who == Who.TRADING_PROGRAM;
          case Access.Customer.SESSION -> who == Who.PERSON;
          case Access.ByStaff(Permission permission) ->
              !NOBODYS.contains(who)
                  && !CUSTOMERS.contains(who)
                  && (permission == Permission.OWN_SESSION
                      || (who != Who.STAFF_WITHOUT_SECOND_FACTOR
                          && permission.roles().contains(who.role())));
        };
    return Set.of(in ? "in" : NOBODYS.contains(who) ? "401" : "403");
  }
}
