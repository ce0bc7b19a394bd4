package sibyl.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as RFC 8259 has it and nothing else: UTF-8 in its shortest form and without a byte
 * order mark, one value, no comments, no trailing commas, no member twice. Whole numbers that fit
 * become {@link Integer} or {@link Long}, all others {@link java.math.BigDecimal}: none passes
 * through a double. Safe to use from any thread.
 */
public final class StrictJson {
  private static final int DEPTH_MAX = 32;
  private static final int NUMBER_LENGTH_MAX = 64;
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .build())
          .build();

  private StrictJson() {}

  /** What was sent is no JSON; the message says what is wrong with it, as a sentence. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private Malformed(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /**
   * @return a {@link JsonObject}, {@link JsonArray}, text, number, boolean or null
   */
  public static @Nullable Object read(byte[] bytes) throws Malformed {
    return read(utf8(bytes));
  }

  /** As {@link #read(byte[])}, for what came as text. */
  public static @Nullable Object read(String text) throws Malformed {
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      throw new Malformed("Send the JSON without a byte order mark.");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new Malformed("There is no JSON in it.");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new Malformed("There is something behind the JSON" + at(parser) + ".");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text cannot be read", e);
    }
  }

  private static String utf8(byte[] bytes) throws Malformed {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("The JSON must be encoded as UTF-8.");
    }
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> parser.getIntValue();
            case LONG -> parser.getLongValue();
            default -> parser.getDecimalValue();
          };
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    JsonObject object = new JsonObject();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      object.put(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private static JsonArray array(JsonParser parser) throws IOException {
    JsonArray array = new JsonArray();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }

  private static Malformed malformed(JsonProcessingException e) {
    String what = String.valueOf(e.getOriginalMessage());
    String where =
        e.getLocation() == null
            ? ""
            : " near line %d, column %d"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    if (what.startsWith("Duplicate field")) {
      return new Malformed("A field stands there twice" + where + "; send each once.");
    }
    if (what.contains("nesting depth")) {
      return new Malformed("The JSON is nested deeper than " + DEPTH_MAX + " levels.");
    }
    if (what.contains("Number value length")) {
      return new Malformed("A number has more than " + NUMBER_LENGTH_MAX + " characters.");
    }
    return new Malformed("It is not valid JSON" + where + ".");
  }

  private static String at(JsonParser parser) {
    return " near line %d, column %d"
        .formatted(parser.currentLocation().getLineNr(), parser.currentLocation().getColumnNr());
  }
}
