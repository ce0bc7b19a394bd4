package sibyl.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a request must look like: a schema of the contract, made ready once. It knows the
 * keywords that the contract uses and refuses to be made from others, so that none goes unchecked.
 * What breaks it is told which field is at fault and what a right one looks like. Immutable.
 */
final class Shape {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "enum",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "items",
          "minItems",
          "maxItems",
          "uniqueItems",
          "properties",
          "required",
          "additionalProperties",
          "minProperties",
          "description",
          "examples",
          "default",
          "$ref");

  private final Set<String> types;
  private final List<Object> options;
  private final @Nullable Pattern pattern;
  private final @Nullable String example;
  private final int lengthMin;
  private final int lengthMax;
  private final @Nullable Long least;
  private final @Nullable Long most;
  private final @Nullable Shape items;
  private final boolean unique;
  private final Map<String, Shape> members = new LinkedHashMap<>();
  private final Set<String> required;
  private final int membersMin;

  /**
   * @param schema of the contract
   * @param document the contract, which the schema may refer to
   * @throws IllegalArgumentException for a keyword that is not known here, an object that is open
   *     to unknown members, or a pattern without an example
   */
  static Shape of(JsonObject schema, JsonObject document) {
    JsonObject resolved = schema;
    while (resolved.containsKey("$ref")) {
      String ref = resolved.getString("$ref");
      JsonObject found = document;
      for (String step : ref.substring(ref.indexOf('#') + 2).split("/")) {
        found = found.getJsonObject(step);
      }
      resolved = found;
    }
    return new Shape(resolved, document);
  }

  private Shape(JsonObject schema, JsonObject document) {
    for (String keyword : schema.fieldNames()) {
      if (!KNOWN.contains(keyword) && !keyword.startsWith("__")) {
        throw new IllegalArgumentException("a request's schema has the keyword " + keyword);
      }
    }
    Object type = schema.getValue("type");
    this.types = type instanceof String one ? Set.of(one) : Set.copyOf(texts(type));
    this.options = schema.getJsonArray("enum", new JsonArray()).stream().toList();
    String stated = schema.getString("pattern");
    this.pattern = stated == null ? null : Pattern.compile(stated);
    JsonArray examples = schema.getJsonArray("examples", new JsonArray());
    this.example = examples.isEmpty() ? null : String.valueOf(examples.getValue(0));
    if (pattern != null && example == null) {
      throw new IllegalArgumentException("no examples beside the pattern " + pattern);
    }
    boolean list = types.contains("array");
    this.lengthMin = schema.getInteger(list ? "minItems" : "minLength", 0);
    this.lengthMax = schema.getInteger(list ? "maxItems" : "maxLength", Integer.MAX_VALUE);
    this.least = schema.getLong("minimum");
    this.most = schema.getLong("maximum");
    this.items = list ? of(schema.getJsonObject("items"), document) : null;
    this.unique = schema.getBoolean("uniqueItems", false);
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    properties.forEach(
        member -> members.put(member.getKey(), of((JsonObject) member.getValue(), document)));
    if (types.contains("object")
        && !Boolean.FALSE.equals(schema.getValue("additionalProperties"))) {
      throw new IllegalArgumentException("a request's schema is open to unknown members");
    }
    this.required = new TreeSet<>(texts(schema.getValue("required")));
    this.membersMin = schema.getInteger("minProperties", 0);
  }

  private static List<String> texts(@Nullable Object array) {
    return array instanceof JsonArray texts
        ? texts.stream().map(String::valueOf).toList()
        : List.of();
  }

  boolean isInteger() {
    return types.contains("integer");
  }

  boolean isBoolean() {
    return types.contains("boolean");
  }

  /**
   * Takes optional members that are null out of the objects in a value: they say nothing.
   *
   * @param pointer where the value stands: a JSON pointer, or the name of a parameter
   * @throws Problem 400 naming the first thing that is wrong
   */
  void check(@Nullable Object value, String pointer) {
    switch (value) {
      case JsonObject object when types.contains("object") -> checkObject(object, pointer);
      case JsonArray array when types.contains("array") -> checkArray(array, pointer);
      case String text when types.contains("string") -> checkText(text, pointer);
      case Boolean _ when isBoolean() -> {}
      case Number number when types.contains("number") || isInteger() ->
          checkNumber(number, pointer);
      case null, default -> throw wrong(pointer);
    }
  }

  private void checkObject(JsonObject object, String pointer) {
    for (String name : List.copyOf(object.fieldNames())) {
      Shape member = members.get(name);
      if (member == null) {
        throw Problems.malformed(
            pointer + "/" + escaped(name),
            "There is no field '%s' here. There are: %s."
                .formatted(shortened(name), String.join(", ", members.keySet())));
      }
      if (object.getValue(name) == null && !required.contains(name)) {
        object.remove(name);
      } else {
        member.check(object.getValue(name), pointer + "/" + name);
      }
    }
    for (String name : required) {
      if (!object.containsKey(name)) {
        throw members.getOrDefault(name, this).wrong(pointer + "/" + name);
      }
    }
    if (object.size() < membersMin) {
      throw Problems.malformed(
          pointer, "Give at least one of: " + String.join(", ", members.keySet()) + ".");
    }
  }

  private void checkArray(JsonArray array, String pointer) {
    if (array.size() < lengthMin || array.size() > lengthMax) {
      throw wrong(pointer);
    }
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      Object item = array.getValue(i);
      if (items != null) {
        items.check(item, pointer + "/" + i);
      }
      if (unique && !seen.add(item)) {
        throw Problems.malformed(pointer + "/" + i, "The same stands there twice: give it once.");
      }
    }
  }

  private void checkText(String text, String pointer) {
    if (!options.isEmpty() && !options.contains(text)) {
      throw wrong(pointer);
    }
    if (text.length() < lengthMin || text.length() > lengthMax) {
      // Only then are the code points, which count, worth counting.
      int length = text.codePointCount(0, text.length());
      if (length < lengthMin || length > lengthMax) {
        throw wrong(pointer);
      }
    }
    if (pattern != null && !pattern.matcher(text).matches()) {
      throw wrong(pointer);
    }
  }

  private void checkNumber(Number number, String pointer) {
    BigDecimal exact =
        number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    if (isInteger() && !isLong(exact)) {
      throw wrong(pointer);
    }
    if ((least != null && exact.compareTo(BigDecimal.valueOf(least)) < 0)
        || (most != null && exact.compareTo(BigDecimal.valueOf(most)) > 0)) {
      throw wrong(pointer);
    }
  }

  /** Does not expand an absurd exponent to find out. */
  private static boolean isLong(BigDecimal number) {
    if (number.signum() == 0) {
      return true;
    }
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() <= 0 && (long) plain.precision() - plain.scale() <= 18;
  }

  private Problem wrong(String pointer) {
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    String what = name.isEmpty() || name.matches("[0-9]+") ? "it" : name;
    return Problems.malformed(pointer, "Give " + what + " as " + right() + ".");
  }

  /** What a right one looks like. */
  private String right() {
    if (!options.isEmpty()) {
      List<String> names = new ArrayList<>();
      options.forEach(option -> names.add(String.valueOf(option)));
      return names.size() == 1 ? names.getFirst() : "one of: " + String.join(", ", names);
    }
    if (types.contains("object")) {
      return "an object with these fields: " + String.join(", ", members.keySet());
    }
    if (types.contains("array")) {
      return "a list of " + range("items");
    }
    if (isBoolean()) {
      return "true or false";
    }
    if (isInteger()) {
      return "a whole number" + bounds();
    }
    if (example != null) {
      return (types.contains("number") ? "a decimal written like " : "a text like ")
          + '"'
          + example
          + '"'
          + (lengthMax == Integer.MAX_VALUE ? "" : ", " + range("characters"));
    }
    return "a text of " + range("characters");
  }

  private String bounds() {
    if (least == null && most == null) {
      return "";
    }
    return most == null
        ? " of at least " + least
        : " from " + (least == null ? "any" : least) + " to " + most;
  }

  private String range(String what) {
    if (lengthMax == Integer.MAX_VALUE) {
      return lengthMin == 0 ? "any number of " + what : "at least " + lengthMin + " " + what;
    }
    return lengthMin == 0
        ? "at most " + lengthMax + " " + what
        : lengthMin == lengthMax
            ? lengthMax + " " + what
            : lengthMin + " to " + lengthMax + " " + what;
  }

  /** As RFC 6901 has it. */
  private static String escaped(String name) {
    return shortened(name).replace("~", "~0").replace("/", "~1");
  }

  private static String shortened(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }
}
