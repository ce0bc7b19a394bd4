package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from. Behind a proxy that is what the proxy says in {@code X-Forwarded-For};
 * what anybody else says there is not believed, for limits are counted by it.
 */
public final class ClientAddress {
  private static final String CONTEXT_KEY = "sibyl.address";
  private static final String HEADER = "X-Forwarded-For";

  private final Set<String> proxies;

  /**
   * @param proxies the addresses that proxies of ours call from
   * @throws IllegalArgumentException if one is no IP address
   */
  public ClientAddress(Set<String> proxies) {
    this.proxies =
        proxies.stream()
            .map(proxy -> InetAddress.ofLiteral(proxy).getHostAddress())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** As it was noted when the request arrived. */
  public static String of(RoutingContext context) {
    String noted = context.get(CONTEXT_KEY);
    return noted == null ? direct(context.request()) : noted;
  }

  void note(RoutingContext context) {
    context.put(CONTEXT_KEY, find(context.request()));
  }

  /** The last address on the way that is not one of our proxies. */
  private String find(HttpServerRequest request) {
    String address = direct(request);
    List<String> way =
        List.of(String.join(",", request.headers().getAll(HEADER)).split(",")).reversed();
    for (String said : way) {
      String before = proxies.contains(address) && !said.isBlank() ? literal(said.strip()) : null;
      if (before == null) {
        break;
      }
      address = before;
    }
    return address;
  }

  private static String direct(HttpServerRequest request) {
    return request.remoteAddress().hostAddress();
  }

  private static @Nullable String literal(String text) {
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
