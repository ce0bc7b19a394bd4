package sibyl.gateway.json;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeSet;

/** JSON in one form: the same members give the same text, however they were ordered or spaced. */
public final class CanonicalJson {
  private CanonicalJson() {}

  public static String of(JsonObject json) {
    StringBuilder text = new StringBuilder();
    write(json, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder into) {
    switch (value) {
      case JsonObject object -> {
        into.append('{');
        for (String name : new TreeSet<>(object.fieldNames())) {
          into.append(Json.encode(name)).append(':');
          Object member = object.getValue(name);
          if (member == null) {
            into.append("null");
          } else {
            write(member, into);
          }
          into.append(',');
        }
        into.append('}');
      }
      case JsonArray array -> {
        into.append('[');
        for (Object item : array) {
          if (item == null) {
            into.append("null");
          } else {
            write(item, into);
          }
          into.append(',');
        }
        into.append(']');
      }
      default -> into.append(Json.encode(value));
    }
  }
}
