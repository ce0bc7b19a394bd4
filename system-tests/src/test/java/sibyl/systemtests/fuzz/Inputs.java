package sibyl.systemtests.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sibyl.systemtests.fuzz.Contract.Operation;
import sibyl.systemtests.fuzz.Contract.Parameter;

/** Requests that keep the contract, about things that answers have named before. */
final class Inputs {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int KEPT_MAX = 40;
  private static final List<String> DECIMALS =
      List.of("0.01", "0.10", "0.5", "0.62", "0.99", "1", "1.00", "5", "10", "25.50", "100");
  private static final List<String> WORDS =
      List.of("Will it rain?", "sports", "evidence", "caf\u00e9", "q", "a remark");

  private final Contract contract;
  private final Random random;

  /** Values of members of answers, by their names. */
  private final Map<String, List<String>> known = new HashMap<>();

  Inputs(Contract contract, Random random) {
    this.contract = contract;
    this.random = random;
  }

  /** Keeps the ids that an answer names, to ask about them later. */
  void learn(JsonNode answer) {
    for (Map.Entry<String, JsonNode> member : answer.properties()) {
      String name = member.getKey();
      if (member.getValue().isTextual() && (name.endsWith("_id") || name.equals("next_cursor"))) {
        List<String> values = known.computeIfAbsent(name, first -> new ArrayList<>());
        if (values.size() < KEPT_MAX) {
          values.add(member.getValue().asText());
        } else {
          values.set(random.nextInt(KEPT_MAX), member.getValue().asText());
        }
      }
      learn(member.getValue());
    }
    if (answer.isArray()) {
      answer.forEach(this::learn);
    }
  }

  String path(Operation operation) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (Parameter parameter : operation.parameters()) {
      if (parameter.in().equals("path")) {
        path = path.replace("{" + parameter.name() + "}", encoded(text(parameter)));
      } else if (parameter.in().equals("query")
          && (parameter.required() || random.nextInt(4) == 0)) {
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parameter.name())
            .append('=')
            .append(encoded(text(parameter)));
      }
    }
    return path + query;
  }

  private String text(Parameter parameter) {
    String name = parameter.name().equals("cursor") ? "next_cursor" : parameter.name();
    return value(parameter.schema(), name).asText();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  ObjectNode body(Operation operation) {
    JsonNode example = operation.example();
    JsonNode schema = operation.body();
    if (schema == null) {
      throw new IllegalArgumentException(operation.id() + " takes no body");
    }
    if (example != null && random.nextInt(3) == 0) {
      return example.deepCopy();
    }
    return value(schema, "") instanceof ObjectNode object ? object : NODES.objectNode();
  }

  private JsonNode value(JsonNode stated, String name) {
    JsonNode schema = contract.resolved(stated);
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    if (schema.has("properties")) {
      return object(schema);
    }
    JsonNode type = schema.path("type");
    String first = type.isArray() ? type.path(0).asText() : type.asText();
    return switch (first) {
      case "array" -> array(schema, name);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "integer" -> NODES.numberNode(integer(schema));
      case "object" -> NODES.objectNode();
      default -> NODES.textNode(text(schema, name, type.isArray()));
    };
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = NODES.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || random.nextInt(5) < 2) {
        object.set(property.getKey(), value(property.getValue(), property.getKey()));
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, String name) {
    ArrayNode array = NODES.arrayNode();
    int length = Math.max(schema.path("minItems").asInt(), random.nextInt(3));
    String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    for (int i = 0; i < length; i++) {
      array.add(value(schema.path("items"), singular));
    }
    return array;
  }

  private long integer(JsonNode schema) {
    long least = schema.path("minimum").asLong(0);
    long most = schema.path("maximum").asLong(1_000);
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> least + Math.floorMod(random.nextLong(), Math.max(1, most - least));
    };
  }

  private String text(JsonNode schema, String name, boolean decimal) {
    List<String> values = known.get(name);
    if (values != null && random.nextInt(8) != 0) {
      return values.get(random.nextInt(values.size()));
    }
    if (decimal) {
      return DECIMALS.get(random.nextInt(DECIMALS.size()));
    }
    if (name.endsWith("_id")) {
      return Integer.toString(random.nextInt(200));
    }
    if (name.endsWith("_at") || name.equals("valid_until")) {
      return Instant.now().plusSeconds(random.nextInt(-100, 100_000)).toString();
    }
    String word =
        switch (name) {
          case "email" -> "p" + random.nextInt(1_000_000) + "@people.example";
          case "phone" -> "+9198765" + random.nextInt(10_000, 99_999);
          case "username" -> "p" + random.nextInt(1_000_000);
          case "password" -> "a password nobody has " + random.nextInt(100);
          case "client_order_id" -> "c-" + random.nextInt(200);
          default -> WORDS.get(random.nextInt(WORDS.size()));
        };
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    return word.length() > most ? word.substring(0, most) : word;
  }
}
