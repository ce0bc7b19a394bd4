package sibyl.gateway.http;

import io.vertx.json.schema.OutputUnit;
import org.jspecify.annotations.Nullable;

/** What a request that breaks the contract is told: which field, and what is wrong with it. */
final class ContractViolation {
  private ContractViolation() {}

  static Problem ofBody(OutputUnit found) {
    OutputUnit sharpest = sharpest(found);
    String location = sharpest == null ? null : sharpest.getInstanceLocation();
    String pointer = location == null || !location.startsWith("#") ? "" : location.substring(1);
    return Problems.malformed(pointer, detail(sharpest, pointer));
  }

  static Problem ofParameter(String name, OutputUnit found) {
    return Problems.malformed(name, detail(sharpest(found), name));
  }

  /**
   * The error of the innermost keyword says what is wrong; the others only say that something
   * inside is.
   */
  private static @Nullable OutputUnit sharpest(OutputUnit unit) {
    if (unit.getErrors() == null) {
      return null;
    }
    OutputUnit best = null;
    for (OutputUnit error : unit.getErrors()) {
      if (error.getError() != null && (best == null || depth(error) > depth(best))) {
        best = error;
      }
    }
    return best;
  }

  private static long depth(OutputUnit unit) {
    String keyword = unit.getKeywordLocation();
    return keyword == null ? 0 : keyword.chars().filter(c -> c == '/').count();
  }

  private static String detail(@Nullable OutputUnit error, String pointer) {
    if (error == null) {
      return sentence(null);
    }
    String keyword = String.valueOf(error.getKeywordLocation());
    return keyword.endsWith("/additionalProperties")
        ? "There is no field '" + pointer.substring(pointer.lastIndexOf('/') + 1) + "' here."
        : sentence(error.getError());
  }

  private static String sentence(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "The request does not match the contract; see /docs.";
    }
    return text.endsWith(".") ? text : text + ".";
  }
}
