package sibyl.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Refuses texts that could not be kept as they are: with a NUL, which the database cannot store, or
 * half a surrogate pair, which UTF-8 cannot express.
 */
final class CleanText {
  private CleanText() {}

  /**
   * @param value a text, or JSON with texts in it
   * @param pointer where it stands
   * @throws Problem 400 naming the first such text
   */
  static void require(@Nullable Object value, String pointer) {
    switch (value) {
      case null -> {}
      case String text -> {
        if (!isClean(text)) {
          throw Problems.malformed(pointer, "A text must be valid Unicode without NUL.");
        }
      }
      case JsonObject object ->
          object.forEach(member -> require(member.getValue(), pointer + "/" + member.getKey()));
      case JsonArray array -> {
        for (int i = 0; i < array.size(); i++) {
          require(array.getValue(i), pointer + "/" + i);
        }
      }
      default -> {}
    }
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
