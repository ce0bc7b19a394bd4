package sibyl.gateway.http;

import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import org.jspecify.annotations.Nullable;

/** What a request that breaks the contract is told: which field, and what is wrong with it. */
final class ContractViolation {
  private ContractViolation() {}

  static Problem problem(ValidatorException invalid) {
    OutputUnit deepest =
        invalid instanceof SchemaValidationException schema
            ? deepest(schema.getOutputUnit())
            : null;
    if (deepest == null) {
      return Problems.malformed("", sentence(invalid.getMessage()));
    }
    String location = deepest.getInstanceLocation() == null ? "" : deepest.getInstanceLocation();
    String pointer = location.startsWith("#") ? location.substring(1) : location;
    return Problems.malformed(pointer, sentence(deepest.getError()));
  }

  /** The error that lies deepest in the request says most. */
  private static @Nullable OutputUnit deepest(@Nullable OutputUnit unit) {
    if (unit == null || unit.getErrors() == null) {
      return null;
    }
    OutputUnit best = null;
    for (OutputUnit error : unit.getErrors()) {
      if (error.getError() != null && (best == null || depth(error) >= depth(best))) {
        best = error;
      }
    }
    return best;
  }

  private static long depth(OutputUnit unit) {
    String location = unit.getInstanceLocation();
    return location == null ? 0 : location.chars().filter(c -> c == '/').count();
  }

  private static String sentence(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "The request does not match the contract; see /docs.";
    }
    return text.endsWith(".") ? text : text + ".";
  }
}
