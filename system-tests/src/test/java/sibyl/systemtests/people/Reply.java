package sibyl.systemtests.people;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What the exchange answered, as it came. */
public record Reply(String request, int status, HttpHeaders headers, String text, JsonNode json) {

  /**
   * This, if it has that status.
   *
   * @throws AssertionError otherwise
   */
  public Reply expect(int expected) {
    if (status != expected) {
      throw new AssertionError(
          "%s was answered with %d, not %d: %s".formatted(request, status, expected, text));
    }
    return this;
  }

  /** This, if it is a refusal with that status and machine-readable code. */
  public Reply expect(int expected, String code) {
    expect(expected);
    if (!at("/code").equals(code)) {
      throw new AssertionError(
          "%s was refused with code %s, not %s: %s".formatted(request, at("/code"), code, text));
    }
    return this;
  }

  /** The text at a JSON pointer; empty where there is none. */
  public String at(String pointer) {
    return json.at(pointer).asText("");
  }
}
