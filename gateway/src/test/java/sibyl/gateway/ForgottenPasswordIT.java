package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.gateway.fixture.MoneyGateway;
import sibyl.gateway.fixture.Totp;
import sibyl.gateway.fixture.Visitor;
import sibyl.store.Rows;

/** E-mail addresses and forgotten passwords over HTTP, with people in a database. */
@Timeout(240)
class ForgottenPasswordIT {
  private static final Pattern TOKEN = Pattern.compile("(?m)^[A-Za-z0-9_-]{43}$");
  private static final String ADDRESS = "ada@example.org";
  private static final String NEXT = "staple of another kind";

  private final MoneyGateway gateway = MoneyGateway.withoutCallbacks();

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void aForgottenPasswordIsResetByMailAndWhatWasOpenedWithItEnds() {
    Visitor ada = join("ada", ADDRESS);
    assertThat(me(ada)).isEqualTo("ada@example.org false null");
    ada.post("/auth/email/verify", new JsonObject().put("token", "x")).expect(401, "wrong_code");
    verify(ada, ADDRESS);
    assertThat(me(ada)).isEqualTo("ada@example.org true null");
    ada.post("/auth/email/token", null).expect(409, "nothing_to_verify");
    String key =
        ada.post(
                "/keys",
                new JsonObject().put("name", "bot").put("scopes", new JsonArray().add("read")))
            .expect(201)
            .getString("secret");

    Visitor elsewhere = gateway.visitor();
    JsonObject known = ask(elsewhere, "ada");
    assertThat(known).isEqualTo(ask(elsewhere, "nobody")).isEqualTo(ask(elsewhere, "a@b.example"));
    JsonObject confirm =
        new JsonObject()
            .put("token", token(ADDRESS, "Reset your password"))
            .put("new_password", NEXT);
    Visitor.Reply reset = elsewhere.post("/auth/password/reset/confirm", confirm);
    reset.expect(204);
    ada.get("/auth/me").expect(401, "unauthenticated");
    Visitor.withKey(gateway.base(), key).get("/auth/me").expect(401, "unauthenticated");
    elsewhere.post("/auth/password/reset/confirm", confirm).expect(401, "wrong_code");
    login("ada", "correct horse").expect(401, "wrong_credentials");
    login("ada", NEXT).expect(200);

    // It opens nothing, but guesses of others do not keep its owner out on this device.
    List<String> cookies = reset.response().headers().allValues("Set-Cookie");
    assertThat(cookies).singleElement().asString().startsWith("sibyl_trusted=");
    for (int i = 0; i < 10; i++) {
      login("ada", "a guess of one");
    }
    login("ada", NEXT).expect(429, "too_many_attempts");
    gateway
        .visitor()
        .with("Cookie", cookies.getFirst().split(";", 2)[0])
        .post("/auth/login", credentials("ada", NEXT))
        .expect(200);
  }

  @Test
  void theSecondFactorIsAskedForAndTheTokenStaysGood() {
    Visitor ada = join("ada", ADDRESS);
    verify(ada, ADDRESS);
    String secret =
        ada.post("/auth/second_factor", new JsonObject().put("password", "correct horse"))
            .expect(201)
            .getString("secret");
    String recovery =
        ada.post(
                "/auth/second_factor/confirm",
                new JsonObject().put("second_factor", Totp.now(secret)))
            .expect(200)
            .getJsonArray("recovery_codes")
            .getString(0);
    ask(ada, ADDRESS);
    JsonObject confirm =
        new JsonObject()
            .put("token", token(ADDRESS, "Reset your password"))
            .put("new_password", NEXT);
    Visitor elsewhere = gateway.visitor();
    elsewhere.post("/auth/password/reset/confirm", confirm).expect(401, "second_factor_needed");
    elsewhere
        .post("/auth/password/reset/confirm", confirm.put("second_factor", "nothing"))
        .expect(401, "wrong_code");
    elsewhere
        .post("/auth/password/reset/confirm", confirm.put("second_factor", recovery))
        .expect(204);
    login("ada", NEXT).expect(401, "second_factor_needed");
  }

  @Test
  void anotherAddressWantsThePasswordAndTheOldOneIsTold() {
    Visitor ada = join("ada", ADDRESS);
    verify(ada, ADDRESS);
    JsonObject change = new JsonObject().put("email", "new@example.org");
    ada.post("/auth/email", change).expect(401, "wrong_credentials");
    ada.post("/auth/email", change.put("password", "correct horse")).expect(202);
    assertThat(me(ada)).isEqualTo("ada@example.org true new@example.org");
    verify(ada, "new@example.org");
    assertThat(me(ada)).isEqualTo("new@example.org true null");
    Awaitility.await()
        .until(() -> gateway.sentMails.latest(ADDRESS, "was changed"), mail -> mail.isPresent());
  }

  @Test
  void aStolenSessionOfAPersonWithoutAPasswordIsNotEnough() {
    Visitor phil = gateway.visitor();
    JsonObject phone = new JsonObject().put("phone", "+919876543210");
    phil.post("/auth/otp", phone).expect(202);
    phil.post("/auth/otp/verify", phone.copy().put("code", code(phil))).expect(200);
    // Just signed in by a code: that is proof enough.
    phil.post("/auth/second_factor", new JsonObject()).expect(201);
    Rows.execute(
        gateway.database, "UPDATE sessions SET created_at = created_at - interval '10 minutes'");
    JsonObject address = new JsonObject().put("email", "phil@example.org");
    JsonObject password = new JsonObject().put("new_password", "correct horse");
    phil.post("/auth/second_factor", new JsonObject()).expect(403, "fresh_proof_needed");
    phil.post("/auth/email", address).expect(403, "fresh_proof_needed");
    phil.post("/auth/password", password).expect(403, "fresh_proof_needed");
    phil.post("/auth/password", password.copy().put("phone_code", "none"))
        .expect(401, "wrong_code");
    phil.post("/auth/password", password.copy().put("current_password", "a guess of one"))
        .expect(403, "fresh_proof_needed");
    assertThat(phil.get("/auth/me").expect(200).getJsonObject("user").getString("email")).isNull();
  }

  private Visitor join(String name, String address) {
    Visitor visitor = gateway.visitor();
    visitor
        .post("/auth/register", credentials(name, "correct horse").put("email", address))
        .expect(201);
    return visitor;
  }

  private void verify(Visitor visitor, String address) {
    String token = token(address, "Verify");
    visitor.post("/auth/email/verify", new JsonObject().put("token", token)).expect(204);
  }

  private static String me(Visitor visitor) {
    JsonObject user = visitor.get("/auth/me").expect(200).getJsonObject("user");
    return user.getString("email")
        + " "
        + user.getBoolean("email_verified")
        + " "
        + user.getString("new_email");
  }

  private static JsonObject ask(Visitor visitor, String name) {
    return visitor.post("/auth/password/reset", new JsonObject().put("username", name)).expect(202);
  }

  private String token(String address, String subject) {
    String text =
        Awaitility.await()
            .until(() -> gateway.sentMails.latest(address, subject), mail -> mail.isPresent())
            .orElseThrow()
            .text();
    Matcher token = TOKEN.matcher(text);
    assertThat(token.find()).isTrue();
    return token.group();
  }

  private static String code(Visitor visitor) {
    return Awaitility.await()
        .until(
            () -> visitor.get("/dev/messages?phone=9876543210").expect(200).getJsonArray("items"),
            items -> !items.isEmpty())
        .getJsonObject(0)
        .getString("text")
        .substring(0, 6);
  }

  private Visitor.Reply login(String username, String password) {
    return gateway.visitor().post("/auth/login", credentials(username, password));
  }

  private static JsonObject credentials(String username, String password) {
    return new JsonObject().put("username", username).put("password", password);
  }
}
