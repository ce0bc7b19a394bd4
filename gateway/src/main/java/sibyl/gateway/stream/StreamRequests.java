package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.StrictJson;

/**
 * What a client may say on the stream. As with requests over HTTP, what would be ignored is
 * refused.
 */
final class StreamRequests {
  private static final int ID_LENGTH_MAX = 64;
  private static final Map<String, Set<String>> MEMBERS_BY_OP =
      Map.of("subscribe", Set.of("channel"), "unsubscribe", Set.of("sid"), "ping", Set.of());
  private static final Set<String> ALWAYS = Set.of("id", "op");

  private StreamRequests() {}

  /**
   * @throws StreamProblem if it is not one JSON object
   */
  static JsonObject read(String text) {
    try {
      if (StrictJson.read(text) instanceof JsonObject request) {
        return request;
      }
    } catch (StrictJson.Malformed e) {
      throw new StreamProblem("malformed", String.valueOf(e.getMessage()));
    }
    throw new StreamProblem("malformed", "Send one JSON object in each message.");
  }

  /**
   * What the answer is to be known by; null when the client does not care.
   *
   * @throws StreamProblem if it is nothing that can be given back
   */
  static @Nullable Object id(JsonObject request) {
    Object id = request.getValue("id");
    return switch (id) {
      case null -> null;
      case Integer number -> number;
      case Long number -> number;
      case String text when text.length() <= ID_LENGTH_MAX -> text;
      default ->
          throw new StreamProblem(
              "malformed",
              "Give id as a whole number or a text of at most " + ID_LENGTH_MAX + " characters.");
    };
  }

  static StreamProblem unknownOp() {
    return new StreamProblem("unknown_op", "Give op: subscribe, unsubscribe or ping.");
  }

  /**
   * Looks at what every request of this kind can say; a subscription is looked at again when its
   * channel is known.
   *
   * @throws StreamProblem for any other member
   */
  static void requireOnly(JsonObject request, String op) {
    Set<String> members = MEMBERS_BY_OP.get(op);
    if (members == null) {
      throw unknownOp();
    }
    if (!op.equals("subscribe")) {
      requireOnly(request, members);
    }
  }

  /**
   * @param members beside {@code id}, {@code op} and {@code channel}
   * @throws StreamProblem for any other member
   */
  static void requireOnly(JsonObject request, Set<String> members) {
    boolean subscribes = "subscribe".equals(request.getValue("op"));
    for (String name : request.fieldNames()) {
      boolean known =
          ALWAYS.contains(name) || members.contains(name) || (subscribes && name.equals("channel"));
      if (!known) {
        TreeSet<String> all = new TreeSet<>(members);
        all.addAll(ALWAYS);
        if (subscribes) {
          all.add("channel");
        }
        throw new StreamProblem(
            "malformed",
            "There is no field '%s' here. There are: %s."
                .formatted(
                    name.length() <= ID_LENGTH_MAX ? name : name.substring(0, ID_LENGTH_MAX),
                    String.join(", ", all)));
      }
    }
  }
}
