package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that this server answers to. A page elsewhere can point a name of its own at this
 * server's address and have a browser call it as that page's own server (DNS rebinding); the name
 * in the request then gives it away. Names of the machine itself are always right, since no such
 * page has one.
 */
public final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names = new HashSet<>(LOOPBACK);

  /**
   * @param configured names, without ports
   * @param listening the address that the server listens on
   * @param origins of the exchange's pages, whose hosts count where no name is configured
   */
  public Hosts(Set<String> configured, String listening, Set<String> origins) {
    configured.forEach(name -> names.add(bracketed(name)));
    names.add(bracketed(listening));
    if (configured.isEmpty()) {
      origins.forEach(origin -> names.add(WebOrigin.parse(origin).host()));
    }
  }

  /** Whether the request names this server. */
  boolean accepts(HttpServerRequest request) {
    @Nullable WebOrigin called = WebOrigin.parseOrNull("http://" + request.getHeader("Host"));
    return called != null && names.contains(called.host());
  }

  private static String bracketed(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.indexOf(':') >= 0 && !lower.startsWith("[") ? "[" + lower + "]" : lower;
  }
}
