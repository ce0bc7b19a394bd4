package sibyl.systemtests.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations of an OpenAPI document. */
final class Contract {
  private static final String BASE = "/api/v1";

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();

  /** A parameter of the path or the query. */
  record Parameter(String name, String in, boolean required, JsonNode schema) {}

  /**
   * @param path with its parameters in braces, base path included
   * @param body the body's schema; null when there is none
   * @param example a body as the document shows it, if it does
   */
  record Operation(
      String id,
      String method,
      String path,
      List<Parameter> parameters,
      @Nullable JsonNode body,
      @Nullable JsonNode example) {
    boolean isForStaff() {
      return path.startsWith(BASE + "/admin/");
    }
  }

  Contract(JsonNode document) {
    this.document = document;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      String base = path.getValue().has("servers") ? "" : BASE;
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (method.getValue().has("operationId")) {
          operations.add(operation(method.getKey(), base + path.getKey(), method.getValue()));
        }
      }
    }
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("the document has no operations");
    }
  }

  List<Operation> operations() {
    return operations;
  }

  /** The schema itself, for one that may only refer to it. */
  JsonNode resolved(JsonNode schema) {
    JsonNode found = schema;
    while (found.has("$ref")) {
      found = document.at(found.path("$ref").asText().substring(1));
    }
    for (JsonNode either : found.path("anyOf")) {
      if (!either.path("type").asText().equals("null")) {
        return resolved(either);
      }
    }
    return found;
  }

  private Operation operation(String method, String path, JsonNode stated) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode each : stated.path("parameters")) {
      JsonNode parameter = resolved(each);
      parameters.add(
          new Parameter(
              parameter.path("name").asText(),
              parameter.path("in").asText(),
              parameter.path("required").asBoolean(),
              parameter.path("schema")));
    }
    JsonNode json = stated.at("/requestBody/content/application~1json");
    JsonNode example =
        json.has("example") ? json.path("example") : json.path("examples").path(0).path("value");
    for (JsonNode first : json.path("examples")) {
      example = first.path("value");
    }
    return new Operation(
        stated.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        parameters,
        json.isMissingNode() ? null : json.path("schema"),
        example.isObject() ? example : null);
  }
}
