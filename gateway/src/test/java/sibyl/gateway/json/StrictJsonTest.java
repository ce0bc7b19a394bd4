package sibyl.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JSON as RFC 8259 has it, in UTF-8, and numbers as they are written. */
class StrictJsonTest {
  @Test
  void numbersAreWhatWasWritten() throws Exception {
    JsonArray read =
        (JsonArray)
            StrictJson.read(
                "[1,-0,9223372036854775807,9223372036854775808,2.9999999999999999999,1e-1,1E400]");
    assertThat(read.stream().toList())
        .isEqualTo(
            List.of(
                1,
                0,
                Long.MAX_VALUE,
                new BigDecimal("9223372036854775808"),
                new BigDecimal("2.9999999999999999999"),
                new BigDecimal("0.1"),
                new BigDecimal("1E+400")));
  }

  @Test
  void objectsAreReadWhole() throws Exception {
    assertThat(StrictJson.read(" {\"a\":[null,true,\"\\u00e9\"],\"b\":{}} "))
        .isEqualTo(
            new JsonObject()
                .put("a", new JsonArray().addNull().add(true).add("é"))
                .put("b", new JsonObject()));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":1,\"\\u0062\":2}}",
            "{/* c */}",
            "{} // c",
            "# c\n{}",
            "{\"a\":1,}",
            "[1,]",
            "[,1]",
            "{} {}",
            "{}x",
            "{'a':1}",
            "{a:1}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":-Infinity}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":5.}",
            "{\"a\":01}",
            "{\"a\":0x1}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x41\"}",
            "{\"a\":",
            "{\"a\":1",
            "\ufeff{}",
            "{\"a\":" + "1".repeat(65) + "}",
            "[".repeat(33) + "]".repeat(33))) {
      assertThatThrownBy(() -> StrictJson.read(text))
          .as(text)
          .isInstanceOf(StrictJson.Malformed.class)
          .message()
          .endsWith(".");
    }
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    String json = "{\"a\":\"é\"}";
    for (Charset other :
        List.of(
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_32BE,
            StandardCharsets.ISO_8859_1)) {
      assertRefused(json.getBytes(other));
    }
    assertRefused('"', 0xc0, 0xaf, '"');
    assertRefused('"', 0xe0, 0x80, 0xaf, '"');
    assertRefused('"', 0xed, 0xa0, 0x80, '"');
    assertRefused('"', 0xf4, 0x90, 0x80, 0x80, '"');
    assertRefused(0xef, 0xbb, 0xbf, '{', '}');
  }

  private static void assertRefused(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    assertRefused(bytes);
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> StrictJson.read(bytes)).isInstanceOf(StrictJson.Malformed.class);
  }
}
