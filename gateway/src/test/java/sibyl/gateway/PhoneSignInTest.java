package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Signing in by phone, and being signed in several times, over HTTP. */
@Timeout(120)
class PhoneSignInTest {
  private static final String NUMBER = "+919876543210";

  /** What differs between any two answers. */
  private static final Set<String> OF_EACH_ANSWER =
      Set.of("x-request-id", "traceparent", "date", "ratelimit-remaining");

  @Test
  void aCodeFromThePhoneSignsInAndTheFirstTimeMakesAPerson() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.visitor();
      assertThat(sendCode(ada, NUMBER).expect(202).getInteger("expires_in")).isEqualTo(300);
      JsonObject first = verify(ada, "98765 43210", codeOf(gateway, NUMBER)).expect(200);
      assertThat(first.getBoolean("new_user")).isTrue();
      String id = first.getJsonObject("user").getString("user_id");
      assertThat(gateway.account(ada)).isEqualTo(id);
      ada.get("/portfolio/balance").expect(200);
    }
  }

  @Test
  void aWrongCodeAndAUsedOneAreToldTheSame() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.visitor();
      sendCode(ada, NUMBER).expect(202);
      String code = codeOf(gateway, NUMBER);
      String wrong = code.equals("000000") ? "000001" : "000000";
      Visitor.Reply refused = verify(ada, NUMBER, wrong);
      refused.expect(401, "wrong_code");
      verify(ada, NUMBER, code).expect(200);
      Visitor.Reply used = verify(gateway.visitor(), NUMBER, code);
      Visitor.Reply neverSent = verify(gateway.visitor(), "+919876543299", code);
      assertThat(used.text()).isEqualTo(refused.text());
      assertThat(neverSent.text()).isEqualTo(refused.text());
      assertThat(comparable(neverSent)).isEqualTo(comparable(used));
      assertThat(used.header("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void askingForACodeTellsNothingAboutTheNumber() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.visitor();
      String second = "+919876543211";
      sendCode(ada, second).expect(202);
      verify(ada, second, codeOf(gateway, second)).expect(200);
      // Known, and asked for again too soon; unknown, and asked for again too soon.
      Visitor.Reply known = sendCode(gateway.visitor(), second);
      Visitor.Reply unknown = sendCode(gateway.visitor(), "+919876543212");
      unknown.expect(202);
      Visitor.Reply unknownAgain = sendCode(gateway.visitor(), "+919876543212");
      known.expect(429, "too_many_attempts");
      assertThat(comparable(unknownAgain)).isEqualTo(comparable(known));
      assertThat(known.header("Retry-After")).isNotEmpty();
      Visitor.Reply another = sendCode(gateway.visitor(), "+919876543213");
      assertThat(another.text()).isEqualTo(unknown.text());
      assertThat(comparable(another)).isEqualTo(comparable(unknown));
    }
  }

  @Test
  void whatIsNoNumberIsSaidSo() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.visitor();
      for (String phone : new String[] {"12345", "+91 12345 67890", "call me", "'; --"}) {
        sendCode(ada, phone).expect(422, "invalid_phone");
        verify(ada, phone, "123456").expect(422, "invalid_phone");
      }
      ada.post("/auth/otp", new JsonObject().put("phone", 9_876_543_210L)).expect(400, "malformed");
      ada.post("/auth/otp", new JsonObject().put("phone", NUMBER).put("admin", true))
          .expect(400, "malformed");
    }
  }

  @Test
  void messagesCanBeReadInDevModeAndTheRouteIsNotThereOtherwise() {
    GatewayConfig production =
        GatewayConfig.production(7, "127.0.0.1", 0, 0, Set.of("https://sibyl.example"));
    String path = "/dev/messages?phone=%2B919876543210";
    try (TestGateway gateway = TestGateway.start(production)) {
      Visitor ada = gateway.visitor();
      ada.with("Origin", "https://sibyl.example");
      sendCode(ada, NUMBER).expect(202);
      Visitor.Reply absent = ada.get(path);
      absent.expect(404, "not_found");
      assertThat(absent.text()).isEqualTo(ada.get("/dev/nothing").text());
      assertThat(ada.get("/openapi.json").text()).doesNotContain("/dev/messages");
      assertThat(ada.get("/docs").text()).doesNotContain("/dev/messages");
    }
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.visitor();
      assertThat(ada.get(path).expect(200).getJsonArray("items")).isEmpty();
      sendCode(ada, NUMBER).expect(202);
      assertThat(codeOf(gateway, NUMBER)).matches("[0-9]{6}");
      ada.get("/dev/messages?phone=nonsense").expect(422, "invalid_phone");
      assertThat(ada.get("/openapi.json").text()).contains("/dev/messages");
    }
  }

  @Test
  void aPersonSeesItsSessionsAndEndsOneAtOnce() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor laptop = gateway.person("ada", "0");
      Visitor phone = gateway.visitor();
      phone
          .with("User-Agent", "Phone/1.0 " + "x".repeat(200))
          .post(
              "/auth/login",
              new JsonObject().put("username", "ada").put("password", "correct horse"))
          .expect(200);
      phone.get("/auth/me").expect(200);
      JsonArray sessions = laptop.get("/sessions").expect(200).getJsonArray("items");
      assertThat(sessions).hasSize(2);
      JsonObject other = null;
      for (int i = 0; i < 2; i++) {
        JsonObject session = sessions.getJsonObject(i);
        assertThat(session.getString("address")).isEqualTo("127.0.0.1");
        other = session.getBoolean("current") ? other : session;
      }
      assertThat(other).isNotNull();
      assertThat(other.getString("user_agent")).startsWith("Phone/1.0 x").hasSize(100);
      String path = "/sessions/" + other.getString("session_id");
      Visitor eve = gateway.person("eve", "0");
      Visitor.Reply foreign = eve.delete(path);
      foreign.expect(404, "unknown_session");
      assertThat(eve.delete("/sessions/00000000-0000-4000-8000-000000000000").text())
          .isEqualTo(foreign.text());
      eve.delete("/sessions/1").expect(404, "unknown_session");
      laptop.delete(path).expect(204);
      phone.get("/auth/me").expect(401, "unauthenticated");
      laptop.get("/auth/me").expect(200);
      laptop.delete(path).expect(404, "unknown_session");
    }
  }

  private static Visitor.Reply sendCode(Visitor from, String phone) {
    return from.post("/auth/otp", new JsonObject().put("phone", phone));
  }

  private static Visitor.Reply verify(Visitor from, String phone, String code) {
    return from.post("/auth/otp/verify", new JsonObject().put("phone", phone).put("code", code));
  }

  /** The code in the newest message, once it is there. */
  private static String codeOf(TestGateway gateway, String number) {
    String path = "/dev/messages?phone=" + number.replace("+", "%2B");
    JsonArray messages =
        await()
            .until(
                () -> gateway.visitor().get(path).expect(200).getJsonArray("items"),
                items -> !items.isEmpty());
    return messages.getJsonObject(0).getString("text").substring(0, 6);
  }

  /** Status and headers, without what differs between any two answers. */
  private static Map<String, Object> comparable(Visitor.Reply reply) {
    Map<String, Object> headers = new TreeMap<>(reply.response().headers().map());
    headers.keySet().removeIf(name -> OF_EACH_ANSWER.contains(name.toLowerCase(Locale.ROOT)));
    headers.put(":status", reply.status());
    return headers;
  }
}
