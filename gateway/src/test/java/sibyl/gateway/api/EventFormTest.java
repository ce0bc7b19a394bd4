package sibyl.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import sibyl.gateway.http.Fields;

class EventFormTest {
  @Test
  void whatAMarketDoesNotSayAboutFourEyesFollowsTheMode() {
    JsonObject silent = new JsonObject().put("title", "Rain?");
    assertThat(fourEyes(silent, true)).isTrue();
    assertThat(fourEyes(silent, false)).isFalse();
    assertThat(fourEyes(stating(false), true)).isFalse();
    assertThat(fourEyes(stating(true), false)).isTrue();
  }

  private static JsonObject stating(boolean fourEyes) {
    return new JsonObject()
        .put("title", "Rain?")
        .put("markets", new JsonArray().add(new JsonObject().put("four_eyes", fourEyes)));
  }

  private static boolean fourEyes(JsonObject event, boolean byDefault) {
    return EventForm.of(Fields.of(event), byDefault).markets().getFirst().rules().fourEyes();
  }
}
