package sibyl.gateway.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A document of the interface, written in YAML and served as JSON. */
public final class Document {
  private final JsonObject json;

  private Document(JsonObject json) {
    this.json = json;
  }

  /** The OpenAPI document: what the server routes and validates by. */
  public static Document openApi() {
    return load("/openapi.yaml");
  }

  /** The AsyncAPI document of the stream. */
  public static Document asyncApi() {
    return load("/asyncapi.yaml");
  }

  /** Without what is marked to exist in dev mode only. */
  public Document outsideDevMode() {
    JsonObject copy = json();
    JsonObject paths = copy.getJsonObject("paths");
    List.copyOf(paths.fieldNames()).stream()
        .filter(path -> paths.getJsonObject(path).getBoolean("x-dev-mode-only", false))
        .forEach(paths::remove);
    return new Document(copy);
  }

  public JsonObject json() {
    return json.copy();
  }

  /**
   * The document as the router takes it. Differs in five points: problems are declared as plain
   * JSON, because the validator knows no {@code application/problem+json}; tables as files are left
   * out, because it knows no {@code text/csv} either; the server's address is absolute, because it
   * wants one; paths with servers of their own are left out, because they are not below the base
   * path; security is left out, because the access table sees to it.
   */
  public JsonObject routable() {
    JsonObject copy = json();
    JsonObject paths = copy.getJsonObject("paths");
    List.copyOf(paths.fieldNames())
        .forEach(
            path -> {
              JsonObject operations = paths.getJsonObject(path);
              if (operations.containsKey("servers")) {
                paths.remove(path);
              }
              for (String method : operations.fieldNames()) {
                if (operations.getValue(method) instanceof JsonObject operation) {
                  operation.remove("security");
                  withoutFiles(operation);
                }
              }
            });
    copy.remove("security");
    JsonObject server = copy.getJsonArray("servers").getJsonObject(0);
    server.put("url", "http://localhost" + server.getString("url"));
    JsonObject content =
        copy.getJsonObject("components")
            .getJsonObject("responses")
            .getJsonObject("Problem")
            .getJsonObject("content");
    content.put("application/json", content.remove("application/problem+json"));
    return copy;
  }

  private static void withoutFiles(JsonObject operation) {
    JsonObject responses = operation.getJsonObject("responses");
    for (String status : responses.fieldNames()) {
      JsonObject content = responses.getJsonObject(status).getJsonObject("content");
      if (content != null) {
        content.remove("text/csv");
      }
    }
  }

  private static Document load(String resource) {
    try (InputStream in = Document.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + resource);
      }
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return new Document((JsonObject) toJson(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object toJson(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        JsonObject object = new JsonObject();
        map.forEach(
            (key, member) ->
                object.put(String.valueOf(key), member == null ? null : toJson(member)));
        yield object;
      }
      case List<?> list -> {
        JsonArray array = new JsonArray();
        list.forEach(item -> array.add(toJson(item)));
        yield array;
      }
      default -> value;
    };
  }
}
