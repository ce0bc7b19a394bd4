package sibyl.systemtests.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * An answer as it came.
 *
 * @param headers by their names in lower case
 * @param text the body, empty if there is none
 */
record RawAnswer(int status, Map<String, String> headers, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The body; a missing node if it is no JSON. */
  JsonNode json() {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  boolean closes() {
    return header("connection").equalsIgnoreCase("close") || status == 101;
  }
}
