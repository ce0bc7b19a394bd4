package sibyl.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.signin.NetworkAddress;
import sibyl.gateway.GatewayConfig;
import sibyl.gateway.http.ApiMetrics;
import sibyl.gateway.http.ClientAddress;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.UnreadableRequest;
import sibyl.gateway.limit.FairShares;

/**
 * The outermost part of the servers of one gateway: connections are counted and bounded, for each
 * network and in all; slow ones are ended; and requests that can be read in more than one way are
 * answered with 400, after which the connection is closed.
 */
public final class Edge {
  private static final String DECODER = "httpDecoder";

  private final GatewayConfig.Http limits;
  private final FairShares connections;
  private final ClientAddress addresses;
  private final ApiMetrics metrics;
  private final BiConsumer<HttpServerRequest, Problem> refuse;

  /**
   * @param refuse answers a request that is none
   */
  public Edge(
      GatewayConfig.Http limits,
      ClientAddress addresses,
      ApiMetrics metrics,
      BiConsumer<HttpServerRequest, Problem> refuse) {
    this.limits = limits;
    this.addresses = addresses;
    this.metrics = metrics;
    this.refuse = refuse;
    connections = new FairShares(limits.connectionsMax(), limits.connectionsPerNetworkMax());
    metrics.gauge("sibyl.http.connections", "Open connections.", connections::taken);
  }

  /** Stands before a server that is made with these options. */
  public HttpServer guard(HttpServer server, HttpServerOptions options) {
    return server
        .connectionHandler(connection -> connected(connection, options))
        .invalidRequestHandler(this::unreadable);
  }

  private void connected(HttpConnection connection, HttpServerOptions options) {
    Channel channel = ((Http1xServerConnection) connection).channel();
    String address = connection.remoteAddress().hostAddress();
    // All who come by a proxy come from its network; its own limits bound them, and ours in all.
    Object holder = addresses.isProxy(address) ? channel.id() : NetworkAddress.of(address);
    if (!connections.take(holder)) {
      metrics.count("sibyl.http.connections.refused", "reason", "too_many");
      connection.close();
      return;
    }
    channel.closeFuture().addListener(closed -> connections.giveBack(holder));
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(
        DECODER,
        DECODER,
        new StrictRequestDecoder(
            options,
            limits.headWithin(),
            limits.bodyWithin(),
            part -> metrics.count("sibyl.http.connections.slow", "part", part)));
  }

  private void unreadable(HttpServerRequest request) {
    refuse.accept(request, problem(request.decoderResult().cause()));
  }

  private static Problem problem(@Nullable Throwable cause) {
    return switch (cause) {
      case UnreadableRequest fault -> Problems.unreadable(fault);
      case TooLongHttpLineException _ ->
          new Problem(414, "too_large", "The request's address is too long.");
      case TooLongHttpHeaderException _ ->
          new Problem(431, "too_large", "The request's headers are too large together.");
      case null, default ->
          Problems.unreadable(new UnreadableRequest("Send requests as RFC 9112 has them."));
    };
  }
}
