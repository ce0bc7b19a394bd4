package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from the exchange's own pages. Browsers say where a changing request or a
 * socket comes from; what says nothing is no browser and has no cookies but its own. An origin is
 * scheme, host and port (RFC 6454), and all three must agree.
 */
public final class Origins {
  private final Set<WebOrigin> allowed;
  private final ClientAddress addresses;

  /**
   * @param allowed further origins, as {@code scheme://host[:port]}
   * @param addresses tells the scheme that requests come by
   * @throws IllegalArgumentException if one is no origin
   */
  public Origins(Set<String> allowed, ClientAddress addresses) {
    this.addresses = addresses;
    this.allowed = allowed.stream().map(WebOrigin::parse).collect(Collectors.toUnmodifiableSet());
  }

  public boolean accepts(HttpServerRequest request) {
    List<String> stated = request.headers().getAll("Origin");
    if (!stated.isEmpty()) {
      WebOrigin origin = stated.size() == 1 ? WebOrigin.parseOrNull(stated.getFirst()) : null;
      return origin != null && (allowed.contains(origin) || origin.equals(own(request)));
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private @Nullable WebOrigin own(HttpServerRequest request) {
    return WebOrigin.parseOrNull(addresses.scheme(request) + "://" + request.getHeader("Host"));
  }
}
