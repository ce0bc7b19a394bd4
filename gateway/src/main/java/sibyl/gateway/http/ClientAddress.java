package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.signin.NetworkAddress;

/**
 * Where a request came from, and by which scheme. Behind a proxy that is what the proxy says in
 * {@code X-Forwarded-For} and {@code X-Forwarded-Proto}; what others say there is not believed,
 * since limits are counted by it.
 */
public final class ClientAddress {
  private static final String CONTEXT_KEY = "sibyl.address";
  private static final String NETWORK_KEY = "sibyl.network";
  private static final String HEADER = "X-Forwarded-For";
  private static final String SCHEME_HEADER = "X-Forwarded-Proto";

  private final Set<String> proxies;
  private final String scheme;

  /**
   * @param proxies the addresses that proxies of ours call from
   * @param scheme that requests come by where no proxy says otherwise: in production TLS ends in
   *     front of this server
   * @throws IllegalArgumentException if one is no IP address
   */
  public ClientAddress(Set<String> proxies, String scheme) {
    this.scheme = scheme;
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

  /** The network of that address, which is what limits count by. */
  public static String networkOf(RoutingContext context) {
    String noted = context.get(NETWORK_KEY);
    return noted == null ? NetworkAddress.of(of(context)) : noted;
  }

  void note(RoutingContext context) {
    String address = find(context.request());
    context.put(CONTEXT_KEY, address);
    context.put(NETWORK_KEY, NetworkAddress.of(address));
  }

  /** Whether a proxy of ours calls from an address. */
  public boolean isProxy(String address) {
    String literal = literal(address);
    return literal != null && proxies.contains(literal);
  }

  /** The scheme that a client used, {@code http} or {@code https}. */
  String scheme(HttpServerRequest request) {
    String said = request.getHeader(SCHEME_HEADER);
    if (said == null || !isProxy(direct(request))) {
      return scheme;
    }
    return said.strip().equalsIgnoreCase("https") ? "https" : "http";
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
