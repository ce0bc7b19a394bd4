package sibyl.gateway.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document as one self-contained page to read. */
public final class ReferencePage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent);
      --soft:color-mix(in srgb,currentColor 5%,transparent)}
      body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:2rem 1rem}
      h1{font-size:28px}h2{font-size:20px;margin-top:3rem}h3{font-size:16px;margin:2rem 0 .25rem}
      code,pre{font:13px/1.5 ui-monospace,monospace}
      pre{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:12px;
      overflow:auto}
      table{border-collapse:collapse;width:100%;margin:.5rem 0}
      th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;
      border-bottom:1px solid var(--line)}
      nav a{margin-right:1rem}.m{font-weight:600;margin-right:.5rem}
      """;

  private final JsonObject document;
  private final StringBuilder html = new StringBuilder();

  private ReferencePage(JsonObject document) {
    this.document = document;
  }

  /** A page and the policy that lets a browser apply its style and nothing else. */
  public record Page(String html, String contentSecurityPolicy) {}

  /**
   * @param problemCodes codes to list, so that a problem's {@code type} leads somewhere
   */
  public static Page of(JsonObject document, Set<String> problemCodes) {
    String html = new ReferencePage(document).render(new TreeSet<>(problemCodes));
    return new Page(
        html,
        "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; frame-ancestors 'none'");
  }

  private String render(Set<String> problemCodes) {
    JsonObject info = document.getJsonObject("info");
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(escape(info.getString("title")))
        .append(" API</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(escape(info.getString("title")))
        .append(" API</h1>");
    paragraphs(info.getString("description"));
    html.append("<p>As data: <a href=\"/openapi.json\">openapi.json</a>, ")
        .append("<a href=\"/asyncapi.json\">asyncapi.json</a> (the stream).</p><nav>");
    Map<String, StringBuilder> tags = operationsByTag();
    tags.keySet()
        .forEach(
            tag ->
                html.append("<a href=\"#")
                    .append(anchor(tag))
                    .append("\">")
                    .append(escape(tag))
                    .append("</a>"));
    html.append("<a href=\"#schemas\">Schemas</a><a href=\"#problems\">Problems</a></nav>");
    tags.forEach(
        (tag, operations) ->
            html.append("<h2 id=\"")
                .append(anchor(tag))
                .append("\">")
                .append(escape(tag))
                .append("</h2>")
                .append(operations));
    schemas();
    html.append("<h2 id=\"problems\">Problems</h2><ul>");
    problemCodes.forEach(
        code ->
            html.append("<li id=\"")
                .append(code)
                .append("\"><code>")
                .append(code)
                .append("</code></li>"));
    return html.append("</ul></body></html>").toString();
  }

  private Map<String, StringBuilder> operationsByTag() {
    Map<String, StringBuilder> tags = new LinkedHashMap<>();
    document
        .getJsonArray("tags")
        .forEach(tag -> tags.put(((JsonObject) tag).getString("name"), new StringBuilder()));
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      String base = item.containsKey("servers") ? "" : "/api/v1";
      for (String method : item.fieldNames()) {
        if (item.getValue(method) instanceof JsonObject operation) {
          String tag = operation.getJsonArray("tags").getString(0);
          operation(
              tags.computeIfAbsent(tag, any -> new StringBuilder()),
              method,
              base + path,
              operation);
        }
      }
    }
    return tags;
  }

  private void operation(StringBuilder out, String method, String path, JsonObject operation) {
    out.append("<h3 id=\"")
        .append(escape(operation.getString("operationId")))
        .append("\"><span class=\"m\">")
        .append(method.toUpperCase(Locale.ROOT))
        .append("</span><code>")
        .append(escape(path))
        .append("</code></h3><p>")
        .append(escape(operation.getString("summary")));
    if (operation.containsKey("description")) {
      out.append(". ").append(inline(operation.getString("description")));
    }
    out.append("</p>");
    parameters(out, operation.getJsonArray("parameters", new JsonArray()));
    JsonObject body = operation.getJsonObject("requestBody");
    if (body != null) {
      JsonObject json = body.getJsonObject("content").getJsonObject("application/json");
      out.append("<p>Body: ").append(typeOf(json.getJsonObject("schema"))).append("</p>");
      if (json.containsKey("example")) {
        out.append("<pre>")
            .append(escape(json.getJsonObject("example").encodePrettily()))
            .append("</pre>");
      }
      json.getJsonObject("examples", new JsonObject())
          .forEach(
              example ->
                  out.append("<pre>")
                      .append(
                          escape(
                              ((JsonObject) example.getValue())
                                  .getJsonObject("value")
                                  .encodePrettily()))
                      .append("</pre>"));
    }
    out.append("<p>Answer: ");
    JsonObject responses = operation.getJsonObject("responses");
    for (String status : responses.fieldNames()) {
      JsonObject content =
          resolve(responses.getJsonObject(status)).getJsonObject("content", new JsonObject());
      out.append("<code>")
          .append(status.equals("default") ? "otherwise" : status)
          .append("</code> ");
      for (String type : content.fieldNames()) {
        out.append(typeOf(content.getJsonObject(type).getJsonObject("schema"))).append(' ');
      }
    }
    out.append("</p>");
  }

  private void parameters(StringBuilder out, JsonArray parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    out.append("<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>");
    for (Object stated : parameters) {
      JsonObject parameter = resolve((JsonObject) stated);
      out.append("<tr><td><code>")
          .append(escape(parameter.getString("name")))
          .append("</code></td><td>")
          .append(escape(parameter.getString("in")))
          .append("</td><td>")
          .append(typeOf(parameter.getJsonObject("schema")))
          .append("</td><td>")
          .append(inline(parameter.getString("description", "")))
          .append("</td></tr>");
    }
    out.append("</table>");
  }

  private void schemas() {
    html.append("<h2 id=\"schemas\">Schemas</h2>");
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
    for (String name : schemas.fieldNames()) {
      JsonObject schema = schemas.getJsonObject(name);
      html.append("<h3 id=\"schema-")
          .append(escape(name))
          .append("\">")
          .append(escape(name))
          .append("</h3>");
      if (schema.containsKey("description")) {
        html.append("<p>").append(inline(schema.getString("description"))).append("</p>");
      }
      JsonObject properties = schema.getJsonObject("properties");
      if (properties == null) {
        html.append("<p>").append(typeOf(schema)).append("</p>");
        continue;
      }
      JsonArray required = schema.getJsonArray("required", new JsonArray());
      html.append("<table>");
      for (String property : properties.fieldNames()) {
        JsonObject type = properties.getJsonObject(property);
        html.append("<tr><td><code>")
            .append(escape(property))
            .append("</code></td><td>")
            .append(typeOf(type))
            .append("</td><td>")
            .append(required.contains(property) ? "" : "optional")
            .append("</td><td>")
            .append(inline(type.getString("description", "")))
            .append("</td></tr>");
      }
      html.append("</table>");
    }
  }

  private String typeOf(JsonObject schema) {
    String ref = schema.getString("$ref");
    if (ref != null) {
      String name = ref.substring(ref.lastIndexOf('/') + 1);
      return "<a href=\"#schema-" + escape(name) + "\">" + escape(name) + "</a>";
    }
    if (schema.containsKey("oneOf")) {
      StringBuilder any = new StringBuilder();
      schema
          .getJsonArray("oneOf")
          .forEach(one -> any.append(any.isEmpty() ? "" : " or ").append(typeOf((JsonObject) one)));
      return any.toString();
    }
    if (schema.containsKey("items")) {
      return "list of " + typeOf(schema.getJsonObject("items"));
    }
    StringBuilder words = new StringBuilder();
    if (schema.containsKey("enum")) {
      schema
          .getJsonArray("enum")
          .forEach(
              value ->
                  words
                      .append(words.isEmpty() ? "" : ", ")
                      .append("<code>")
                      .append(escape(String.valueOf(value)))
                      .append("</code>"));
    } else if (schema.getValue("type") instanceof JsonArray types) {
      types.forEach(type -> words.append(words.isEmpty() ? "" : " or ").append(type));
    } else {
      words.append(escape(String.valueOf(schema.getValue("type", "object"))));
    }
    if (schema.containsKey("default")) {
      words
          .append(", default <code>")
          .append(escape(String.valueOf(schema.getValue("default"))))
          .append("</code>");
    }
    return words.toString();
  }

  private JsonObject resolve(JsonObject maybeReference) {
    String ref = maybeReference.getString("$ref");
    if (ref == null) {
      return maybeReference;
    }
    JsonObject found = document;
    for (String step : ref.substring(2).split("/")) {
      found = found.getJsonObject(step);
    }
    return found;
  }

  private void paragraphs(String text) {
    for (String paragraph : text.split("\n\n")) {
      html.append("<p>").append(inline(paragraph)).append("</p>");
    }
  }

  private static String inline(String text) {
    return escape(text)
        .replaceAll("`([^`]+)`", "<code>$1</code>")
        .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>");
  }

  private static String anchor(String tag) {
    return "tag-" + escape(tag).replace(' ', '-');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
