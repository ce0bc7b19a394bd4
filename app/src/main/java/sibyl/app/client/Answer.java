package sibyl.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What the exchange answered.
 *
 * @param request method and path, for messages
 * @param body a missing node when the answer had none
 */
public record Answer(String request, int status, HttpHeaders headers, JsonNode body) {
  public boolean ok() {
    return status / 100 == 2;
  }

  /** The machine-readable code of a refusal; empty for a success. */
  public String code() {
    return body.path("code").asText("");
  }

  /**
   * This answer, if it was a success.
   *
   * @throws RefusedException otherwise
   */
  public Answer orThrow() {
    if (ok()) {
      return this;
    }
    throw new RefusedException(this);
  }

  public String text(String field) {
    JsonNode node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      throw new IllegalStateException(request + " answered without '" + field + "': " + body);
    }
    return node.asText();
  }

  /** The sequence number the answer speaks of. */
  public long asOfSeq() {
    return Long.parseLong(text("as_of_seq"));
  }
}
