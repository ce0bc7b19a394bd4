package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.gateway.fixture.MoneyGateway;
import sibyl.gateway.fixture.Visitor;

/** Passwords over HTTP, with people in a database. */
@Timeout(240)
class PasswordsIT {
  private final MoneyGateway gateway = MoneyGateway.withoutCallbacks();

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void theOwnersBrowserGetsInWhileItsNameIsBeingGuessed() {
    Visitor.Reply signedUp = gateway.visitor().post("/auth/register", registration("ada"));
    signedUp.expect(201);
    String device = cookie(signedUp, "sibyl_trusted");
    for (int i = 0; i < 10; i++) {
      login("ada", "a guess of one").expect(401, "wrong_credentials");
    }
    login("ada", "correct horse").expect(429, "too_many_attempts");
    Visitor.Reply in =
        gateway
            .visitor()
            .with("Cookie", device)
            .post("/auth/login", credentials("ada", "correct horse"));
    in.expect(200);
    assertThat(cookie(in, "sibyl_trusted")).isNotEqualTo(device);
    gateway
        .visitor()
        .with("Cookie", device.substring(0, device.length() - 1))
        .post("/auth/login", credentials("ada", "correct horse"))
        .expect(429, "too_many_attempts");
  }

  @Test
  void whatMakesADeviceKnownIsNoSession() {
    Visitor.Reply signedUp = gateway.visitor().post("/auth/register", registration("ada"));
    String token = cookie(signedUp, "sibyl_trusted").split("=", 2)[1];
    gateway
        .visitor()
        .with("Cookie", "sibyl_session=" + token)
        .get("/auth/me")
        .expect(401, "unauthenticated");
  }

  @Test
  void weakPasswordsAndNamesOfStaffAreRefused() {
    JsonObject common = registration("ada").put("password", "Password123");
    gateway.visitor().post("/auth/register", common).expect(422, "invalid_password");
    JsonObject address = registration("ada").put("password", "Ada@example.org");
    gateway.visitor().post("/auth/register", address).expect(422, "invalid_password");
    JsonObject brief = registration("ada").put("password", "ninechars");
    gateway.visitor().post("/auth/register", brief).expect(400, "malformed");
    gateway
        .visitor()
        .post("/auth/register", registration("s1byl-support"))
        .expect(422, "username_reserved");
  }

  private Visitor.Reply login(String username, String password) {
    return gateway.visitor().post("/auth/login", credentials(username, password));
  }

  private static JsonObject credentials(String username, String password) {
    return new JsonObject().put("username", username).put("password", password);
  }

  private static JsonObject registration(String username) {
    return credentials(username, "correct horse").put("email", username + "@example.org");
  }

  private static String cookie(Visitor.Reply reply, String name) {
    List<String> set = reply.response().headers().allValues("Set-Cookie");
    return set.stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .filter(cookie -> cookie.startsWith(name + "="))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + set.size() + " cookies"));
  }
}
