package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import sibyl.gateway.people.Credential;

/** Finds the credential in a request. */
public final class Credentials {
  private static final String BEARER = "Bearer ";
  private static final String CONTEXT_KEY = "sibyl.credential";

  private Credentials() {}

  /** As the request came with it. */
  static Optional<Credential> of(RoutingContext context) {
    return Optional.ofNullable(context.get(CONTEXT_KEY));
  }

  /**
   * Picks the credential that fits: staff routes look at the staff's cookie, others at the key and
   * then at the person's cookie.
   */
  public static Optional<Credential> pick(
      HttpServerRequest request, CookieNames cookies, boolean staff) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(
          new Credential(
              Credential.Kind.API_KEY, authorization.substring(BEARER.length()).strip()));
    }
    Optional<Credential> person = cookie(request, cookies.person(), Credential.Kind.PERSON_COOKIE);
    Optional<Credential> member = cookie(request, cookies.staff(), Credential.Kind.STAFF_COOKIE);
    return staff ? member.or(() -> person) : person.or(() -> member);
  }

  static void remember(RoutingContext context, Optional<Credential> credential) {
    credential.ifPresent(found -> context.put(CONTEXT_KEY, found));
  }

  private static Optional<Credential> cookie(
      HttpServerRequest request, String name, Credential.Kind kind) {
    Cookie cookie = request.getCookie(name);
    return cookie == null || cookie.getValue().isEmpty()
        ? Optional.empty()
        : Optional.of(new Credential(kind, cookie.getValue()));
  }
}
