package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Events at the exchange are edited, their rules put more clearly, and untraded ones deleted. */
class EditedEventsTest {
  private TestGateway gateway;
  private Visitor staff;
  private Visitor ada;
  private String event;
  private String market;

  @BeforeEach
  void anEvent() {
    gateway = TestGateway.withTables();
    staff = gateway.staff();
    ada = gateway.person("ada", "100");
    JsonObject created =
        staff
            .post(
                "/admin/events",
                new JsonObject()
                    .put("title", "Will it rain tomorow?")
                    .put("category", "weather")
                    .put("rules", "As the station says.")
                    .put("image", "https://example.org/rain.png"))
            .expect(201);
    event = created.getString("event_id");
    market = created.getJsonArray("markets").getJsonObject(0).getString("market_id");
    staff.post("/admin/markets/" + market + "/open", null).expect(200);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private JsonObject edit(JsonObject what) {
    return staff.patch("/admin/events/" + event, what.put("reason", "asked for")).expect(200);
  }

  private JsonObject event() {
    return ada.get("/events/" + event).expect(200);
  }

  @Test
  void whatIsStatedChangesAndTheRestStays() {
    assertThat(event().getString("image")).isEqualTo("https://example.org/rain.png");
    assertThat(event().getString("edited_at")).isNull();
    edit(
        new JsonObject()
            .put("title", "Will it rain tomorrow?")
            .put("image", "")
            .put(
                "markets",
                new JsonArray()
                    .add(new JsonObject().put("market_id", market).put("title", "Rain"))));
    JsonObject now = event();
    assertThat(now.getString("title")).isEqualTo("Will it rain tomorrow?");
    assertThat(now.getString("category")).isEqualTo("weather");
    assertThat(now.getString("image")).isNull();
    assertThat(now.getString("edited_at")).isNotNull();
    assertThat(now.getJsonArray("markets").getJsonObject(0).getString("title")).isEqualTo("Rain");
    edit(new JsonObject().put("category", "sky").put("source", "https://example.org"));
    assertThat(event().getString("category")).isEqualTo("sky");
    assertThat(event().getString("title")).isEqualTo("Will it rain tomorrow?");
    staff
        .patch("/admin/events/" + event, new JsonObject().put("reason", "none"))
        .expect(400, "malformed");
    staff
        .patch("/admin/events/999", new JsonObject().put("title", "x").put("reason", "y"))
        .expect(404, "unknown_event");
    ada.patch("/admin/events/" + event, new JsonObject().put("title", "x").put("reason", "y"))
        .expect(403);
  }

  @Test
  void theAuditLogHasTheEventBeforeAndAfter() {
    edit(new JsonObject().put("title", "Will it rain tomorrow?"));
    assertThat(gateway.audit().entries().toString())
        .contains("editEvent", "tomorow?", "tomorrow?", "asked for");
  }

  @Test
  void anotherEndIsKeptByTheExchange() {
    Instant end = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    edit(new JsonObject().put("close_at", end.toString()));
    JsonObject now = event();
    assertThat(Instant.parse(now.getString("close_at"))).isEqualTo(end);
    assertThat(Instant.parse(now.getJsonArray("markets").getJsonObject(0).getString("close_at")))
        .isEqualTo(end);
    edit(new JsonObject().put("close_at", ""));
    assertThat(event().getString("close_at")).isNull();
    staff.post("/admin/markets/" + market + "/close", null).expect(200);
    staff
        .patch(
            "/admin/events/" + event,
            new JsonObject().put("close_at", end.toString()).put("reason", "late"))
        .expect(422, "illegal_transition");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/a.png",
        "javascript:alert(1)",
        "https:///a.png",
        "https://user@example.org/a.png",
        "//example.org/a.png",
        "https://example.org/a b.png",
        "data:image/png;base64,AA"
      })
  void aPictureIsAnHttpsAddressOrNothing(String image) {
    staff
        .patch(
            "/admin/events/" + event, new JsonObject().put("image", image).put("reason", "pretty"))
        .expect(400, "malformed");
    staff
        .post("/admin/events", new JsonObject().put("title", "Another").put("image", image))
        .expect(400, "malformed");
  }

  @Test
  void anUntradedEventIsDeletedWithItsOrders() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    staff.delete("/admin/events/" + event, new JsonObject().put("reason", "twice")).expect(200);
    ada.get("/events/" + event).expect(404, "unknown_event");
    ada.get("/markets/" + market).expect(404, "unknown_market");
    assertThat(ada.get("/events").expect(200).getJsonArray("items")).isEmpty();
    ada.order(market, "buy", "yes", "0.40", "1").expect(404, "unknown_market");
    gateway.exchange().forward(java.time.Duration.ofSeconds(5));
    awaitClosed(order);
    JsonObject balance = ada.get("/portfolio/balance").expect(200);
    assertThat(balance.getString("available")).isEqualTo("100.00");
    assertThat(balance.getString("held")).isEqualTo("0.00");
    staff
        .delete("/admin/events/" + event, new JsonObject().put("reason", "twice"))
        .expect(404, "unknown_event");
    gateway.notifyPeople();
    JsonObject told = notification();
    assertThat(told.getString("kind")).isEqualTo("event_deleted");
    assertThat(told.getString("event_id")).isEqualTo(event);
    assertThat(told.getString("text")).isEqualTo("twice");
  }

  private void awaitClosed(String order) {
    while (ada.get("/orders/" + order)
        .expect(200)
        .getJsonObject("order")
        .getString("status")
        .equals("open")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anEventThatWasTradedIsNotDeletedAndTheAnswerSaysWhatToDo() {
    Visitor bob = gateway.person("bob", "100");
    ada.placed(market, "buy", "yes", "0.40", "10");
    bob.placed(market, "buy", "no", "0.60", "10");
    JsonObject problem =
        staff
            .delete("/admin/events/" + event, new JsonObject().put("reason", "twice"))
            .expect(409, "event_traded");
    assertThat(problem.getString("detail")).contains("resolve");
    assertThat(event().getString("event_id")).isEqualTo(event);
  }

  @Test
  void clearerRulesAreShownWithWhatChangedAndWhoHasAPartIsTold() {
    Visitor bob = gateway.person("bob", "100");
    Visitor cat = gateway.person("cat", "100");
    ada.placed(market, "buy", "yes", "0.40", "10");
    bob.post("/markets/" + market + "/split", new JsonObject().put("quantity", "3")).expect(200);
    JsonObject version =
        staff
            .post(
                "/admin/events/" + event + "/rules",
                new JsonObject()
                    .put("rules", "As the station says at noon.")
                    .put("reason", "It measures twice."))
            .expect(201);
    assertThat(version.getInteger("version")).isEqualTo(2);
    JsonObject now = event();
    assertThat(now.getString("rules")).isEqualTo("As the station says at noon.");
    assertThat(now.getInteger("rules_version")).isEqualTo(2);
    assertThat(now.getString("rules_changed_at")).isNotNull();
    JsonArray versions = ada.get("/events/" + event + "/rules").expect(200).getJsonArray("items");
    assertThat(versions.getJsonObject(0).getString("reason")).isEqualTo("It measures twice.");
    assertThat(versions.getJsonObject(0).getJsonArray("changes"))
        .isEqualTo(
            new JsonArray(
                List.of(
                    change("same", "As the station "),
                    change("removed", "says."),
                    change("added", "says at noon."))));
    assertThat(versions.getJsonObject(1).getString("rules")).isEqualTo("As the station says.");
    assertThat(versions.getJsonObject(1).getValue("changes")).isNull();
    gateway.notifyPeople();
    for (Visitor part : List.of(ada, bob)) {
      JsonArray told = part.get("/notifications").expect(200).getJsonArray("items");
      assertThat(told).hasSize(1);
      assertThat(told.getJsonObject(0).getString("kind")).isEqualTo("rules_clarified");
      assertThat(told.getJsonObject(0).getString("text")).isEqualTo("It measures twice.");
    }
    assertThat(cat.get("/notifications").expect(200).getJsonArray("items")).isEmpty();
    gateway.notifyPeople();
    assertThat(ada.get("/notifications").expect(200).getJsonArray("items")).hasSize(1);
  }

  private static JsonObject change(String kind, String text) {
    return new JsonObject().put("kind", kind).put("text", text);
  }

  private JsonObject notification() {
    return ada.get("/notifications").expect(200).getJsonArray("items").getJsonObject(0);
  }
}
