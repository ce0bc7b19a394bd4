package sibyl.gateway.http;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as RFC 9457 wants it. Thrown by whoever notices; carries no stack, since it is an
 * answer and not a fault.
 */
public final class Problem extends RuntimeException {
  public static final String MEDIA_TYPE = "application/problem+json";
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * @param code stable, for programs
   * @param detail what to do, for people
   */
  public Problem(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** Adds a figure behind the refusal. */
  public Problem with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  boolean has(String member) {
    return members.containsKey(member);
  }

  public Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Problem retryAfterSeconds(long seconds) {
    return header("Retry-After", Long.toString(Math.max(1, seconds)));
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("type", "/docs#" + code)
            .put("title", code.replace('_', ' '))
            .put("status", status)
            .put("code", code)
            .put("detail", getMessage());
    members.forEach(json::put);
    return json;
  }
}
