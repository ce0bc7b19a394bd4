package sibyl.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.StrictJson;

/**
 * What the contract says a request of one operation must look like, and the check of it. Whatever a
 * request says beyond that is refused: what would be ignored is not what its sender wants. Safe to
 * use from any thread.
 */
final class RequestContract {
  private static final Pattern JSON =
      Pattern.compile(
          "application/json[ \\t]*(;[ \\t]*charset[ \\t]*=[ \\t]*\"?utf-8\"?[ \\t]*)?",
          Pattern.CASE_INSENSITIVE);

  /** A whole number as it is written here; no plus sign, no zeros in front. */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  private final List<CheckedParameter> parameters = new ArrayList<>();
  private final Set<String> queryNames = new TreeSet<>();
  private final Set<String> headerNames = new TreeSet<>();
  private final @Nullable Shape body;

  private record CheckedParameter(String name, boolean inPath, boolean required, Shape shape) {}

  /** The parts of a request that keeps the contract. */
  record Kept(Map<String, String> path, Map<String, String> query, JsonObject body) {
    static final Kept NOTHING = new Kept(Map.of(), Map.of(), new JsonObject());
  }

  /**
   * @param operation as the document states it
   * @param document the contract, which the operation may refer to
   */
  RequestContract(JsonObject operation, JsonObject document) {
    for (Object stated : operation.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = parameter((JsonObject) stated, document);
      String name = parameter.getString("name");
      switch (parameter.getString("in")) {
        case "header" -> headerNames.add(name);
        case "query" -> {
          queryNames.add(name);
          parameters.add(checked(parameter, false, document));
        }
        default -> parameters.add(checked(parameter, true, document));
      }
    }
    JsonObject stated = operation.getJsonObject("requestBody");
    this.body =
        stated == null
            ? null
            : Shape.of(
                stated
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema"),
                document);
  }

  private static JsonObject parameter(JsonObject stated, JsonObject document) {
    String ref = stated.getString("$ref");
    return ref == null
        ? stated
        : document
            .getJsonObject("components")
            .getJsonObject("parameters")
            .getJsonObject(ref.substring(ref.lastIndexOf('/') + 1));
  }

  private static CheckedParameter checked(
      JsonObject parameter, boolean inPath, JsonObject document) {
    return new CheckedParameter(
        parameter.getString("name"),
        inPath,
        parameter.getBoolean("required", false),
        Shape.of(parameter.getJsonObject("schema"), document));
  }

  /** Headers of the contract; they are free texts. */
  Set<String> headerNames() {
    return headerNames;
  }

  /**
   * @throws Problem 404 for a path that names nothing, 415 for a body that is no JSON, 400 naming
   *     what else is wrong
   */
  Kept check(RoutingContext context) {
    MultiMap stated = context.queryParams();
    Stated.query(stated, queryNames);
    if (body == null) {
      Stated.noBody(context);
    }
    Map<String, String> path = new HashMap<>();
    Map<String, String> query = new HashMap<>();
    for (CheckedParameter checked : parameters) {
      String name = checked.name;
      String value = checked.inPath ? context.pathParam(name) : stated.get(name);
      if (checked.inPath) {
        if (value == null) {
          throw Problems.noSuchRoute();
        }
        checkPath(checked, value);
        path.put(name, value);
      } else if (value != null) {
        check(checked, value);
        query.put(name, value);
      } else if (checked.required) {
        throw Problems.malformed(name, "Give the parameter '" + name + "'.");
      }
    }
    return new Kept(path, query, body == null ? new JsonObject() : checkBody(context, body));
  }

  /** What cannot be a name names nothing. */
  private static void checkPath(CheckedParameter checked, String value) {
    try {
      check(checked, value);
    } catch (Problem noName) {
      throw Problems.unknownInPath(checked.name);
    }
  }

  private static void check(CheckedParameter checked, String value) {
    Object typed = value;
    if (checked.shape.isInteger() && WHOLE_NUMBER.matcher(value).matches()) {
      typed = Long.valueOf(value);
    } else if (checked.shape.isBoolean() && (value.equals("true") || value.equals("false"))) {
      typed = Boolean.valueOf(value);
    }
    checked.shape.check(typed, checked.name);
    CleanText.require(value, checked.name);
  }

  private static JsonObject checkBody(RoutingContext context, Shape shape) {
    HttpServerRequest request = context.request();
    Stated.uncompressed(request);
    List<String> types = request.headers().getAll("Content-Type");
    Buffer raw = context.body().buffer();
    boolean empty = raw == null || raw.length() == 0;
    if (types.size() != 1 || !JSON.matcher(types.getFirst().strip()).matches()) {
      throw empty && types.isEmpty() ? missingBody() : Problems.notJson();
    }
    if (raw == null || empty) {
      throw missingBody();
    }
    Object decoded;
    try {
      decoded = StrictJson.read(raw.getBytes());
    } catch (StrictJson.Malformed e) {
      throw Problems.malformed("", String.valueOf(e.getMessage()));
    }
    shape.check(decoded, "");
    if (!(decoded instanceof JsonObject object)) {
      throw Problems.malformed("", "Send one JSON object.");
    }
    CleanText.require(object, "");
    return object;
  }

  private static Problem missingBody() {
    return Problems.malformed("", "This request needs a body: a JSON object; see /docs.");
  }
}
