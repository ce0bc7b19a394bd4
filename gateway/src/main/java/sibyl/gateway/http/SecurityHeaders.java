package sibyl.gateway.http;

import io.vertx.core.http.HttpServerResponse;

/**
 * What every answer tells browsers, whatever it is an answer to: guess no types, show it in no
 * frame, load nothing, send no referrer, and come back by TLS only where that is how they came.
 */
final class SecurityHeaders {
  private static final String YEAR = "max-age=31536000";

  private SecurityHeaders() {}

  static void put(HttpServerResponse response, String scheme) {
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (scheme.equals("https")) {
      response.putHeader("Strict-Transport-Security", YEAR);
    }
  }
}
