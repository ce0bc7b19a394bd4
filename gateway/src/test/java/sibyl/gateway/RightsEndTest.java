package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sibyl.accounts.staff.Role;
import sibyl.gateway.fixture.InMemoryStaff;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/**
 * Whatever gives a right, its end is the end: of the next request, and of the socket that is open.
 * Nothing is looked up again by itself here for an hour, so that only the end itself can do it.
 */
class RightsEndTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String OWN = "/portfolio/balance";
  private static final String AUDIT = "/admin/audit";

  private TestGateway gateway;

  /** Every kind of right there is: how somebody gets it, what it allows, and how it ends. */
  private enum Kind {
    KEY_DELETED {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        JsonObject created =
            ada.post(
                    "/keys",
                    new JsonObject().put("name", "bot").put("scopes", new JsonArray().add("read")))
                .expect(201);
        String id = created.getJsonObject("key").getString("key_id");
        return new Right(
            Visitor.withKey(gateway.base(), created.getString("secret")),
            OWN,
            401,
            4001,
            "account",
            g -> ada.delete("/keys/" + id).expect(204));
      }
    },
    SESSION_ENDED {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        String id =
            ada.get("/sessions")
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("session_id");
        return new Right(
            ada, OWN, 401, 4001, "account", g -> ada.copy().delete("/sessions/" + id).expect(204));
      }
    },
    SIGNED_OUT {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        Visitor thief = ada.copy();
        return new Right(
            thief, OWN, 401, 4001, "account", g -> ada.post("/auth/logout", null).expect(204));
      }
    },
    SIGNED_OUT_EVERYWHERE {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        Visitor elsewhere = ada.copy();
        return new Right(
            elsewhere, OWN, 401, 4001, "account", g -> ada.delete("/sessions").expect(204));
      }
    },
    PASSWORD_CHANGED {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        Visitor elsewhere = gateway.visitor();
        JsonObject credentials = TestGateway.registration("ada");
        credentials.remove("email");
        elsewhere.post("/auth/login", credentials).expect(200);
        return new Right(
            elsewhere,
            OWN,
            401,
            4001,
            "account",
            g -> {
              ada.post(
                      "/auth/password",
                      new JsonObject()
                          .put("current_password", credentials.getString("password"))
                          .put("new_password", "another long one"))
                  .expect(204);
              ada.get(OWN).expect(200);
            });
      }
    },
    SUSPENDED {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        String id = gateway.account(ada);
        return new Right(
            ada,
            OWN,
            401,
            4003,
            "account",
            g ->
                g.staff()
                    .post(
                        "/admin/users/" + id + "/suspend",
                        new JsonObject().put("reason", "under review"))
                    .expect(200));
      }
    },
    TEAM_LEFT {
      @Override
      Right give(TestGateway gateway) {
        Visitor ada = gateway.person("ada", "0");
        String team =
            gateway
                .staff()
                .post("/admin/teams", new JsonObject().put("name", "Reds"))
                .expect(201)
                .getString("team_id");
        String member = "/admin/teams/" + team + "/members/" + gateway.account(ada);
        gateway.staff().put(member).expect(200);
        return new Right(ada, OWN, 404, 4003, team, g -> g.staff().delete(member).expect(200));
      }
    },
    ROLE_CHANGED {
      @Override
      Right give(TestGateway gateway) {
        Visitor auditor = gateway.staff(Role.AUDITOR);
        return new Right(
            auditor,
            AUDIT,
            403,
            4003,
            "",
            g -> change(g, auditor, new JsonObject().put("roles", new JsonArray().add("support"))));
      }
    },
    STAFF_DISABLED {
      @Override
      Right give(TestGateway gateway) {
        Visitor auditor = gateway.staff(Role.AUDITOR);
        return new Right(
            auditor,
            AUDIT,
            401,
            4001,
            "",
            g -> change(g, auditor, new JsonObject().put("enabled", false)));
      }
    },
    STAFF_PASSWORD_CHANGED {
      @Override
      Right give(TestGateway gateway) {
        Visitor auditor = gateway.staff(Role.AUDITOR);
        Visitor elsewhere = auditor.copy();
        return new Right(
            elsewhere,
            AUDIT,
            401,
            4001,
            "",
            g ->
                auditor
                    .post(
                        "/admin/auth/password",
                        new JsonObject()
                            .put("current_password", InMemoryStaff.PASSWORD)
                            .put("new_password", "another long one"))
                    .expect(204));
      }
    };

    abstract Right give(TestGateway gateway);

    static void change(TestGateway gateway, Visitor member, JsonObject change) {
      String id =
          member.get("/admin/auth/me").expect(200).getJsonObject("staff").getString("staff_id");
      gateway.staff().patch("/admin/staff/" + id, change).expect(200);
    }
  }

  /**
   * @param hears the account to subscribe to: a team's, "account" for one's own, empty for none
   */
  private record Right(
      Visitor holder,
      String allows,
      int refusal,
      int closeCode,
      String hears,
      Consumer<TestGateway> end) {
    /** Uses the right, for a team where it is about one. */
    Visitor.Reply ask() {
      return isOfATeam() ? holder.with("Sibyl-Account", hears).get(allows) : holder.get(allows);
    }

    boolean isOfATeam() {
      return hears.matches("[0-9]+");
    }
  }

  @BeforeEach
  void start() {
    gateway =
        TestGateway.start(
            TestGateway.config()
                .withReads(
                    new GatewayConfig.Reads(
                        ReadLimits.DEFAULT, Duration.ofSeconds(2), 1_000, HOUR, HOUR, 1_000))
                .withStream(new GatewayConfig.Stream(100, 100, 10, 1_000, 100, 10, 1_000, HOUR)));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRightThatEndedIsGoneFromTheNextRequestAndFromOpenSockets(Kind kind) {
    Right right = kind.give(gateway);
    right.ask().expect(200);
    try (StreamClient socket = StreamClient.open(gateway, right.holder())) {
      if (!right.hears().isEmpty()) {
        JsonObject subscribe =
            new JsonObject().put("id", 1).put("op", "subscribe").put("channel", "account");
        if (right.isOfATeam()) {
          subscribe.put("account_id", right.hears());
        }
        socket.send(subscribe);
        socket.next("subscribed");
      }
      right.end().accept(gateway);
      assertThat(right.ask().status()).isEqualTo(right.refusal());
      assertThat(socket.closeCode()).isEqualTo(right.closeCode());
    }
  }
}
