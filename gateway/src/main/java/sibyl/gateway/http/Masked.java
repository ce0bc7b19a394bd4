package sibyl.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it may be kept for good: without secrets, and with no more of what identifies somebody
 * than it takes to recognise it.
 */
final class Masked {
  private static final int BYTES_MAX = 16 * 1024;
  private static final int SHOWN_CHARACTERS = 4;
  private static final Set<String> SECRET =
      Set.of(
          "password",
          "current_password",
          "new_password",
          "secret",
          "second_factor",
          "phone_code",
          "recovery_codes",
          "uri",
          "token",
          "api_key",
          "otp");
  private static final Set<String> IDENTIFYING =
      Set.of(
          "phone",
          "email",
          "pan",
          "pan_number",
          "upi",
          "upi_id",
          "ifsc",
          "account_holder",
          "bank_account",
          "account_number",
          "bank_account_number",
          "date_of_birth",
          "full_name");

  private Masked() {}

  /** As text; of what is too long only how long it is. */
  static String text(JsonObject json) {
    String text = object(json).encode();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= BYTES_MAX ? text : new JsonObject().put("omitted_bytes", bytes).encode();
  }

  private static JsonObject object(JsonObject json) {
    JsonObject masked = new JsonObject();
    json.forEach(member -> masked.put(member.getKey(), member(member.getKey(), member.getValue())));
    return masked;
  }

  private static @Nullable Object member(String name, @Nullable Object value) {
    String key = name.toLowerCase(Locale.ROOT);
    if (value == null) {
      return null;
    }
    if (SECRET.contains(key)) {
      return "***";
    }
    return IDENTIFYING.contains(key) ? shortened(value.toString()) : value(value);
  }

  private static Object value(Object value) {
    return switch (value) {
      case JsonObject object -> object(object);
      case JsonArray array -> {
        JsonArray masked = new JsonArray();
        array.forEach(item -> masked.add(item == null ? null : value(item)));
        yield masked;
      }
      default -> value;
    };
  }

  private static String shortened(String text) {
    return text.length() <= 2 * SHOWN_CHARACTERS
        ? "***"
        : "***" + text.substring(text.length() - SHOWN_CHARACTERS);
  }
}
