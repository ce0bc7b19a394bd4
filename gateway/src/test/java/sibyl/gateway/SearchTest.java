package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;

/** The list of events is searched by words, ranked and paged. */
class SearchTest {
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = TestGateway.withTables();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String event(String title, String description, String category) {
    return gateway
        .staff()
        .post(
            "/admin/events",
            new JsonObject()
                .put("title", title)
                .put("description", description)
                .put("category", category))
        .expect(201)
        .getString("event_id");
  }

  private JsonObject find(String words, String more) {
    return gateway
        .visitor()
        .get("/events?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + more)
        .expect(200);
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("event_id"))
        .toList();
  }

  @Test
  void wordsAreFoundInAnyOrderHoweverTheyAreWritten() {
    String cafe = event("Will the café in İstanbul close?", "", "food");
    String street = event("Straße gesperrt?", "", "traffic");
    gateway.awaitTables();
    assertThat(ids(find("istanbul CAFE", ""))).containsExactly(cafe);
    assertThat(ids(find("strasse", ""))).containsExactly(street);
    assertThat(ids(find("food ist", ""))).containsExactly(cafe);
    assertThat(ids(find("'; DROP TABLE events; --", ""))).isEmpty();
    assertThat(ids(find("cafe", "&category=traffic"))).isEmpty();
    assertThat(ids(find("cafe", "&status=created"))).containsExactly(cafe);
    gateway.visitor().get("/events?q=" + "a".repeat(201)).expect(400, "malformed");
  }

  @Test
  void deletedAndEditedEventsAreFoundByWhatTheyAre() {
    String first = event("Rain", "", "");
    String second = event("Rain again", "", "");
    JsonObject reason = new JsonObject().put("reason", "tidy");
    gateway.staff().delete("/admin/events/" + first, reason).expect(200);
    gateway
        .staff()
        .patch("/admin/events/" + second, reason.copy().put("title", "Snow again"))
        .expect(200);
    gateway.awaitTables();
    assertThat(ids(find("rain", ""))).isEmpty();
    assertThat(ids(find("snow", ""))).containsExactly(second);
  }

  @Test
  void pagesGoThroughAllThatIsFoundOnceBestFirst() {
    List<String> expected = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      expected.addFirst(event("Election number", "", ""));
    }
    List<String> less = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      less.addFirst(event("Other", "About an election", ""));
    }
    expected.addAll(less);
    gateway.awaitTables();
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      JsonObject page = find("election", "&limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
      walked.addAll(ids(page));
      cursor = page.getString("next_cursor");
      event("Election number", "", ""); // among those already seen
      gateway.awaitTables();
    } while (cursor != null);
    assertThat(walked).isEqualTo(expected);
  }
}
