package sibyl.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the contract says a request of one operation must look like, and the check of it. The
 * validators are made once; Vert.x's own request validator makes one for every request and hands it
 * to a worker thread, which on the way of an order costs more than all the rest. Safe to use from
 * any thread.
 */
final class RequestContract {
  private static final String JSON = "application/json";

  private final List<CheckedParameter> parameters = new ArrayList<>();
  private final Set<String> queryNames;
  private final Set<String> headerNames;
  private final @Nullable Validator body;

  private record CheckedParameter(Parameter parameter, Validator validator) {
    boolean isInteger() {
      return "integer".equals(parameter.getSchema().get("type"));
    }

    boolean isBoolean() {
      return "boolean".equals(parameter.getSchema().get("type"));
    }
  }

  /** The parts of a request that keeps the contract. */
  record Kept(Map<String, String> path, Map<String, String> query, JsonObject body) {
    static final Kept NOTHING = new Kept(Map.of(), Map.of(), new JsonObject());
  }

  RequestContract(Operation operation, SchemaRepository schemas) {
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getIn() != Location.HEADER) {
        parameters.add(new CheckedParameter(parameter, schemas.validator(parameter.getSchema())));
      }
    }
    this.queryNames = names(operation, Location.QUERY);
    this.headerNames = names(operation, Location.HEADER);
    RequestBody stated = operation.getRequestBody();
    MediaType json = stated == null ? null : stated.getContent().get(JSON);
    this.body = json == null ? null : schemas.validator(json.getSchema());
  }

  /** Headers of the contract; they are free texts. */
  Set<String> headerNames() {
    return headerNames;
  }

  /**
   * @throws Problem 400 naming what is wrong
   */
  Kept check(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!queryNames.contains(name)) {
        throw Problems.malformed(name, "There is no query parameter '" + name + "' here.");
      }
      if (context.queryParams().getAll(name).size() > 1) {
        throw Problems.malformed(name, "Give the query parameter '" + name + "' once.");
      }
    }
    Map<String, String> path = new HashMap<>();
    Map<String, String> query = new HashMap<>();
    for (CheckedParameter checked : parameters) {
      Parameter parameter = checked.parameter;
      boolean inPath = parameter.getIn() == Location.PATH;
      String name = parameter.getName();
      String value = inPath ? context.pathParam(name) : context.queryParams().get(name);
      if (value != null) {
        check(checked, value);
        (inPath ? path : query).put(name, value);
      } else if (parameter.isRequired()) {
        throw Problems.malformed(name, "The parameter '" + name + "' is missing.");
      }
    }
    return new Kept(path, query, body == null ? new JsonObject() : checkBody(context, body));
  }

  private static void check(CheckedParameter checked, String value) {
    String name = checked.parameter.getName();
    Object typed = value;
    if (checked.isInteger()) {
      try {
        typed = Long.parseLong(value);
      } catch (NumberFormatException e) {
        throw Problems.malformed(name, "The parameter '" + name + "' must be a whole number.");
      }
    } else if (checked.isBoolean() && (value.equals("true") || value.equals("false"))) {
      typed = Boolean.valueOf(value);
    }
    OutputUnit found = checked.validator.validate(typed);
    if (!found.getValid()) {
      throw ContractViolation.ofParameter(name, found);
    }
    CleanText.require(value, name);
  }

  private static JsonObject checkBody(RoutingContext context, Validator validator) {
    String type = context.request().getHeader("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
      throw Problems.malformed("", "Send JSON, with Content-Type: application/json.");
    }
    Buffer raw = context.body().buffer();
    if (raw == null || raw.length() == 0) {
      throw Problems.malformed("", "The request needs a body.");
    }
    Object decoded;
    try {
      decoded = Json.decodeValue(raw);
    } catch (DecodeException e) {
      throw Problems.malformed("", "The body is not valid JSON.");
    }
    OutputUnit found = validator.validate(decoded);
    if (found.getValid() && decoded instanceof JsonObject body) {
      CleanText.require(body, "");
      return body;
    }
    throw ContractViolation.ofBody(found);
  }

  private static Set<String> names(Operation operation, Location location) {
    return operation.getParameters().stream()
        .filter(parameter -> parameter.getIn() == location)
        .map(Parameter::getName)
        .collect(Collectors.toUnmodifiableSet());
  }
}
