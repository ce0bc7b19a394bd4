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
   * @param blockingCallsMax most requests that may wait for the database at once
   * @param drain how long requests under way may take when the gateway stops
   * @param proxies addresses of proxies whose {@code X-Forwarded-For} is believed
   */
  public record Http(
      int bodyBytesMax,
      int headerBytesMax,
      Duration idle,
      int blockingCallsMax,
      Duration drain,
      Set<String> proxies) {
    public Http {
      proxies = Set.copyOf(proxies);
      atLeast(1, bodyBytesMax, "http.bodyBytesMax");
      atLeast(1024, headerBytesMax, "http.headerBytesMax");
      positive(idle, "http.idle");
      atLeast(1, blockingCallsMax, "http.blockingCallsMax");
      positive(drain, "http.drain");
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
  public record Rates(Rate perAddress, Rate perAccount, Rate signInsPerAddress, int keysMax) {
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
   * @param socketsPerAccountMax of one account, or of one address when not signed in
   * @param subscriptionsPerSocketMax of one socket
   * @param queuedMessagesMax most private messages that wait for a slow reader before it is closed
   * @param recheck how often a socket's session is looked up again
   */
  public record Stream(
      int socketsMax,
      int socketsPerAccountMax,
      int subscriptionsPerSocketMax,
      int queuedMessagesMax,
      Duration recheck) {
    public Stream {
      atLeast(1, socketsMax, "stream.socketsMax");
      atLeast(1, socketsPerAccountMax, "stream.socketsPerAccountMax");
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
    return new GatewayConfig(
        origin,
        host,
        port,
        managementPort,
        dev,
        eventLoops,
        allowedOrigins,
        new Http(
            http.bodyBytesMax(),
            http.headerBytesMax(),
            http.idle(),
            http.blockingCallsMax(),
            http.drain(),
            proxies),
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
        64 * 1024, 16 * 1024, Duration.ofSeconds(60), 256, Duration.ofSeconds(10), Set.of());
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
    return new Stream(10_000, 20, 200, 1_000, Duration.ofSeconds(5));
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
