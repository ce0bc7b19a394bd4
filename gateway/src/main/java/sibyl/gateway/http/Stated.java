package sibyl.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a request states and the server would not honour. A request that is half understood
 * does something else than its sender means, so it does nothing instead.
 */
public final class Stated {
  private static final List<String> IDEMPOTENCY_HEADERS =
      List.of("Idempotency-Key", "X-Idempotency-Key");

  /** They make a change depend on something, or another change of it; none is honoured anywhere. */
  private static final List<String> NEVER_HONOURED =
      List.of(
          "If-Match",
          "If-Unmodified-Since",
          "Content-Range",
          "X-HTTP-Method-Override",
          "X-HTTP-Method",
          "X-Method-Override");

  private static final String FORM = "application/x-www-form-urlencoded";

  private Stated() {}

  /**
   * @throws Problem 400 for a query parameter that is not one of these, or that stands there twice
   */
  static void query(MultiMap stated, Set<String> known) {
    for (String name : stated.names()) {
      if (!known.contains(name)) {
        throw Problems.malformed(
            name,
            "There is no query parameter '%s' here. %s"
                .formatted(
                    name,
                    known.isEmpty()
                        ? "There is none at all."
                        : "There are: " + String.join(", ", known) + "."));
      }
      if (stated.getAll(name).size() > 1) {
        throw Problems.malformed(name, "Give the query parameter '" + name + "' once.");
      }
    }
  }

  /**
   * No route takes a form; the handler that reads bodies would take it apart, or fail.
   *
   * @throws Problem 415 for a form
   */
  static void noForm(RoutingContext context) {
    MultiMap headers = context.request().headers();
    String type = headers.get("Content-Type");
    if (type != null
        && (type.strip().regionMatches(true, 0, "multipart/", 0, 10)
            || type.strip().regionMatches(true, 0, FORM, 0, FORM.length()))) {
      if (announcesBody(context.request())) {
        throw Problems.notJson();
      }
      headers.remove("Content-Type");
    }
  }

  /**
   * @throws Problem 400 if there is a body; it was read before
   */
  static void noBody(RoutingContext context) {
    Buffer read = context.body().buffer();
    if (read != null && read.length() > 0) {
      throw Problems.malformed(
          "",
          "This request takes no body, so that none is ignored. Send it without; see /docs for what"
              + " its path and query can say.");
    }
  }

  private static boolean announcesBody(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return request.getHeader("Transfer-Encoding") != null
        || (length != null && !length.strip().equals("0"));
  }

  /**
   * For pages beside the API, whose bodies are not read.
   *
   * @throws Problem 400 if the request has a query or announces a body
   */
  public static void nothing(RoutingContext context) {
    query(context.queryParams(), Set.of());
    if (announcesBody(context.request())) {
      throw Problems.malformed("", "This request takes no body. Send it without.");
    }
  }

  /**
   * @throws Problem 415 for a body in a coding
   */
  static void uncompressed(HttpServerRequest request) {
    String coding = request.getHeader("Content-Encoding");
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw new Problem(
              415, "unsupported_media_type", "Send the body as it is, without Content-Encoding.")
          .with("pointer", "Content-Encoding");
    }
  }

  /**
   * @param honoured headers that the operation knows
   * @throws Problem 400 for a header that asks for something that would not be done
   */
  public static void headers(HttpServerRequest request, Set<String> honoured) {
    MultiMap headers = request.headers();
    for (String header : IDEMPOTENCY_HEADERS) {
      if (headers.contains(header) && !honoured.contains(header)) {
        throw unsupported(header, "this request changes neither money nor orders");
      }
    }
    if (headers.contains(ActingFor.HEADER) && !honoured.contains(ActingFor.HEADER)) {
      throw unsupported(ActingFor.HEADER, "this is nothing that can be done for a team");
    }
    if (honoured.containsAll(IDEMPOTENCY_HEADERS)) {
      same(headers);
    }
    once(headers, ActingFor.HEADER);
    for (String header : NEVER_HONOURED) {
      if (headers.contains(header)) {
        throw unsupported(header, "no request depends on it");
      }
    }
    if (!request.method().equals(HttpMethod.GET) && headers.contains("If-None-Match")) {
      throw unsupported("If-None-Match", "no change depends on it");
    }
  }

  /** The key by either name, and the same if by both. */
  private static void same(MultiMap headers) {
    @Nullable String first = null;
    for (String header : IDEMPOTENCY_HEADERS) {
      for (String key : headers.getAll(header)) {
        if (first != null && !first.equals(key)) {
          throw Problems.malformed(header, "Give one idempotency key, not two different ones.");
        }
        first = key;
      }
    }
  }

  private static void once(MultiMap headers, String header) {
    if (headers.getAll(header).size() > 1) {
      throw Problems.malformed(header, "Give the header '" + header + "' once.");
    }
  }

  private static Problem unsupported(String header, String because) {
    return new Problem(
            400,
            "unsupported_header",
            header
                + " is not honoured here, so it is refused rather than ignored: "
                + because
                + ". Leave it out.")
        .with("pointer", header);
  }
}
