package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * Tells a path that means what it says. The router would read {@code //}, {@code /.} and a slash at
 * the end as the path without them, so that {@code DELETE /orders/} with an id that came out empty
 * cancels everything.
 */
final class ExactPath {
  private ExactPath() {}

  /**
   * @throws Problem 404 for a path with an empty segment or one of dots
   */
  static void require(HttpServerRequest request) {
    String path = request.path();
    if (path == null) {
      throw Problems.noSuchRoute();
    }
    int start = 1;
    while (start <= path.length() && path.length() > 1) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (isNone(path, start, end)) {
        throw Problems.noSuchRoute();
      }
      start = end + 1;
    }
  }

  private static boolean isNone(String path, int start, int end) {
    if (end - start > "%2e%2e".length()) {
      return false;
    }
    String segment = path.substring(start, end).replace("%2e", ".").replace("%2E", ".");
    return segment.isEmpty() || segment.equals(".") || segment.equals("..");
  }
}
