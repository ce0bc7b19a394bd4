package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from the exchange's own pages. Browsers say where a changing request or a
 * socket comes from; what says nothing is no browser and has no cookies but its own.
 */
public final class Origins {
  private final Set<String> allowed;

  /**
   * @param allowed further origins, as {@code scheme://host[:port]}
   */
  public Origins(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  public boolean accepts(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null) {
      return allowed.contains(origin) || isOwn(origin, request);
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private static boolean isOwn(String origin, HttpServerRequest request) {
    String authority = authorityOf(origin);
    return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
  }

  private static @Nullable String authorityOf(String origin) {
    try {
      return URI.create(origin).getAuthority();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
