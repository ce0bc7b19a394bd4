package sibyl.gateway;

import java.time.Duration;
import java.util.Set;
import sibyl.gateway.read.ReadLimits;

/**
 * How a gateway is set up.
 *
 * @param origin this gateway's number, by which it knows its own commands in the journal; no two
 *     running gateways may share one
 * @param host to listen on
 * @param port to listen on; 0 for any free one
 * @param managementPort where metrics are served; 0 for any free one, negative for the public
 *     listener, which only dev mode allows
 * @param dev cookies without {@code Secure}, so that plain HTTP works on a developer's machine
 * @param eventLoops threads that serve requests
 * @param allowedOrigins origins besides the own one that may send changing requests with cookies
 *     and open sockets
 */
public record GatewayConfig(
    long origin,
    String host,
    int port,
    int managementPort,
    boolean dev,
    int eventLoops,
    Set<String> allowedOrigins,
    Http http,
    Commands commands,
    Reads reads,
    Rates rates,
    Stream stream) {

  public static final int ON_PUBLIC_LISTENER = -1;

  /**
   * @param bodyBytesMax of a request
   * @param headerBytesMax of a request, all headers together
   * @param idle after which an idle connection is closed
   * @param headWithin longest time from the first byte of a request, or from connecting, to the end
   *     of its headers
   * @param bodyWithin longest time from there to the end of its body
   * @param connectionsMax open connections
   * @param connectionsPerNetworkMax of these, how many from one network; those of proxies count in
   *     all only
   * @param requestsMax requests being answered
   * @param requestsPerHolderMax of these, how many of one account, or of one network of those not
   *     signed in
   * @param blockingCallsMax most requests that may wait for the database at once
   * @param drain how long requests under way may take when the gateway stops
   * @param proxies addresses of proxies whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto}
   *     are believed
   * @param hosts names that this server is reached by, besides those of the machine itself
   */
  public record Http(
      int bodyBytesMax,
      int headerBytesMax,
      Duration idle,
      Duration headWithin,
      Duration bodyWithin,
      int connectionsMax,
      int connectionsPerNetworkMax,
      int requestsMax,
      int requestsPerHolderMax,
      int blockingCallsMax,
      Duration drain,
      Set<String> proxies,
      Set<String> hosts) {
    public Http {
      proxies = Set.copyOf(proxies);
      hosts = Set.copyOf(hosts);
      atLeast(1, bodyBytesMax, "http.bodyBytesMax");
      atLeast(1024, headerBytesMax, "http.headerBytesMax");
      positive(idle, "http.idle");
      positive(headWithin, "http.headWithin");
      positive(bodyWithin, "http.bodyWithin");
      atLeast(1, connectionsMax, "http.connectionsMax");
      atLeast(1, connectionsPerNetworkMax, "http.connectionsPerNetworkMax");
      atLeast(1, requestsMax, "http.requestsMax");
      atLeast(1, requestsPerHolderMax, "http.requestsPerHolderMax");
      atLeast(1, blockingCallsMax, "http.blockingCallsMax");
      positive(drain, "http.drain");
    }

    public Http withTimes(Duration changedIdle, Duration changedHead, Duration changedBody) {
      return new Http(
          bodyBytesMax,
          headerBytesMax,
          changedIdle,
          changedHead,
          changedBody,
          connectionsMax,
          connectionsPerNetworkMax,
          requestsMax,
          requestsPerHolderMax,
          blockingCallsMax,
          drain,
          proxies,
          hosts);
    }

    public Http withConnections(int changedMax, int changedPerNetworkMax) {
      return new Http(
          bodyBytesMax,
          headerBytesMax,
          idle,
          headWithin,
          bodyWithin,
          changedMax,
          changedPerNetworkMax,
          requestsMax,
          requestsPerHolderMax,
          blockingCallsMax,
          drain,
          proxies,
          hosts);
    }

    public Http withRequests(int changedMax, int changedPerHolderMax) {
      return new Http(
          bodyBytesMax,
          headerBytesMax,
          idle,
          headWithin,
          bodyWithin,
          connectionsMax,
          connectionsPerNetworkMax,
          changedMax,
          changedPerHolderMax,
          blockingCallsMax,
          drain,
          proxies,
          hosts);
    }

    public Http withProxies(Set<String> changed) {
      return new Http(
          bodyBytesMax,
          headerBytesMax,
          idle,
          headWithin,
          bodyWithin,
          connectionsMax,
          connectionsPerNetworkMax,
          requestsMax,
          requestsPerHolderMax,
          blockingCallsMax,
          drain,
          changed,
          hosts);
    }

    public Http withHosts(Set<String> changed) {
      return new Http(
          bodyBytesMax,
          headerBytesMax,
          idle,
          headWithin,
          bodyWithin,
          connectionsMax,
          connectionsPerNetworkMax,
          requestsMax,
          requestsPerHolderMax,
          blockingCallsMax,
          drain,
          proxies,
          changed);
    }
  }

  /**
   * @param pendingMax most commands under way; one more is refused as busy
   * @param deadline after which a command's outcome is reported as unknown
   */
  public record Commands(int pendingMax, Duration deadline) {
    public Commands {
      atLeast(1, pendingMax, "commands.pendingMax");
      positive(deadline, "commands.deadline");
    }
  }

  /**
   * @param minSeqWait longest wait of a read for its {@code min_seq}
   * @param waitersMax most reads that wait at once
   * @param callerRefreshed after which time a caller's credential is looked up again
   * @param callerKept longest time a revoked credential may still work
   * @param callersMax most credentials remembered
   */
  public record Reads(
      ReadLimits limits,
      Duration minSeqWait,
      int waitersMax,
      Duration callerRefreshed,
      Duration callerKept,
      int callersMax) {
    public Reads {
      positive(minSeqWait, "reads.minSeqWait");
      atLeast(1, waitersMax, "reads.waitersMax");
      positive(callerRefreshed, "reads.callerRefreshed");
      positive(callerKept, "reads.callerKept");
      atLeast(1, callersMax, "reads.callersMax");
    }
  }

  /** How many requests somebody may send. */
  public record Rates(Rate perNetwork, Rate perAccount, Rate signInsPerNetwork, int keysMax) {
    public Rates {
      atLeast(1, keysMax, "rates.keysMax");
    }
  }

  /**
   * @param perSecond in the long run
   * @param burst at once
   */
  public record Rate(double perSecond, double burst) {
    public Rate {
      if (!(perSecond > 0) || !(burst >= 1)) {
        throw new IllegalArgumentException(
            "a rate needs perSecond > 0 and burst >= 1, not " + perSecond + " and " + burst);
      }
    }
  }

  /**
   * @param socketsMax of this gateway
   * @param socketsPerNetworkMax of these, how many from one network
   * @param socketsPerAccountMax of one account, or of one network when not signed in
   * @param subscriptionsMax of all sockets
   * @param subscriptionsPerAccountMax of one account's sockets together, or of one network's of
   *     those not signed in
   * @param subscriptionsPerSocketMax of one socket
   * @param queuedMessagesMax most private messages that wait for a slow reader before it is closed
   * @param recheck how often a socket's session is looked up again
   */
  public record Stream(
      int socketsMax,
      int socketsPerNetworkMax,
      int socketsPerAccountMax,
      int subscriptionsMax,
      int subscriptionsPerAccountMax,
      int subscriptionsPerSocketMax,
      int queuedMessagesMax,
      Duration recheck) {
    public Stream {
      atLeast(1, socketsMax, "stream.socketsMax");
      atLeast(1, socketsPerNetworkMax, "stream.socketsPerNetworkMax");
      atLeast(1, socketsPerAccountMax, "stream.socketsPerAccountMax");
      atLeast(1, subscriptionsMax, "stream.subscriptionsMax");
      atLeast(1, subscriptionsPerAccountMax, "stream.subscriptionsPerAccountMax");
      atLeast(1, subscriptionsPerSocketMax, "stream.subscriptionsPerSocketMax");
      atLeast(1, queuedMessagesMax, "stream.queuedMessagesMax");
      positive(recheck, "stream.recheck");
    }
  }

  public GatewayConfig {
    if (origin <= 0) {
      throw new IllegalArgumentException("origin must be more than 0, not " + origin);
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (managementPort < ON_PUBLIC_LISTENER || managementPort > 65535) {
      throw new IllegalArgumentException("managementPort must be -1 to 65535: " + managementPort);
    }
    if (managementPort == ON_PUBLIC_LISTENER && !dev) {
      throw new IllegalArgumentException("only dev mode serves metrics on the public listener");
    }
    atLeast(1, eventLoops, "eventLoops");
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** For a developer's machine: plain HTTP, metrics beside the rest, rates that never bind. */
  public static GatewayConfig dev(long origin, String host, int port) {
    Rate unbound = new Rate(1_000_000, 1_000_000);
    return new GatewayConfig(
        origin,
        host,
        port,
        ON_PUBLIC_LISTENER,
        true,
        defaultEventLoops(),
        Set.of(),
        defaultHttp(),
        defaultCommands(),
        defaultReads(),
        new Rates(unbound, unbound, unbound, 100_000),
        defaultStream());
  }

  /** For production: behind TLS, metrics on a listener of their own. */
  public static GatewayConfig production(
      long origin, String host, int port, int managementPort, Set<String> allowedOrigins) {
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        false,
        defaultEventLoops(),
        allowedOrigins,
        defaultHttp(),
        defaultCommands(),
        defaultReads(),
        new Rates(new Rate(500, 1_000), new Rate(200, 400), new Rate(0.5, 20), 100_000),
        defaultStream());
  }

  public GatewayConfig withRates(Rates changed) {
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        dev,
        eventLoops,
        allowedOrigins,
        http,
        commands,
        reads,
        changed,
        stream);
  }

  /** Behind these proxies. */
  public GatewayConfig withProxies(Set<String> proxies) {
    return withHttp(http.withProxies(proxies));
  }

  public GatewayConfig withHttp(Http changed) {
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        dev,
        eventLoops,
        allowedOrigins,
        changed,
        commands,
        reads,
        rates,
        stream);
  }

  public GatewayConfig withCommands(Commands changed) {
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        dev,
        eventLoops,
        allowedOrigins,
        http,
        changed,
        reads,
        rates,
        stream);
  }

  public GatewayConfig withReads(Reads changed) {
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        dev,
        eventLoops,
        allowedOrigins,
        http,
        commands,
        changed,
        rates,
        stream);
  }

  public GatewayConfig withStream(Stream changed) {
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        dev,
        eventLoops,
        allowedOrigins,
        http,
        commands,
        reads,
        rates,
        changed);
  }

  private static int defaultEventLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
  }

  private static Http defaultHttp() {
    return new Http(
        64 * 1024,
        16 * 1024,
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        10_000,
        500,
        8_192,
        128,
        8_192,
        Duration.ofSeconds(10),
        Set.of(),
        Set.of());
  }

  private static Commands defaultCommands() {
    return new Commands(10_000, Duration.ofSeconds(5));
  }

  private static Reads defaultReads() {
    return new Reads(
        ReadLimits.DEFAULT,
        Duration.ofSeconds(2),
        10_000,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        100_000);
  }

  private static Stream defaultStream() {
    return new Stream(10_000, 500, 20, 200_000, 1_000, 200, 1_000, Duration.ofSeconds(5));
  }

  private static void atLeast(long least, long value, String path) {
    if (value < least) {
      throw new IllegalArgumentException(path + " must be at least " + least + ", not " + value);
    }
  }

  private static void positive(Duration value, String path) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(path + " must be more than 0, not " + value);
    }
  }
}
