package sibyl.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.engine.event.EventHandler;
import sibyl.gateway.api.AdjustmentOperations;
import sibyl.gateway.api.AuditOperations;
import sibyl.gateway.api.BasketOperations;
import sibyl.gateway.api.BatchOperations;
import sibyl.gateway.api.BroadcastOperations;
import sibyl.gateway.api.Commands;
import sibyl.gateway.api.ContestOperations;
import sibyl.gateway.api.DeadMailOperations;
import sibyl.gateway.api.DevOperations;
import sibyl.gateway.api.DraftOperations;
import sibyl.gateway.api.EventOperations;
import sibyl.gateway.api.EventRate;
import sibyl.gateway.api.EvidenceOperations;
import sibyl.gateway.api.ExportOperations;
import sibyl.gateway.api.FactorOperations;
import sibyl.gateway.api.FactorReleaseOperations;
import sibyl.gateway.api.GoodsOperations;
import sibyl.gateway.api.HouseGrants;
import sibyl.gateway.api.HouseOperations;
import sibyl.gateway.api.IdentityOperations;
import sibyl.gateway.api.KeyOperations;
import sibyl.gateway.api.MarketOperations;
import sibyl.gateway.api.OrderFinder;
import sibyl.gateway.api.OrderGroupOperations;
import sibyl.gateway.api.OrderOperations;
import sibyl.gateway.api.PaymentOperations;
import sibyl.gateway.api.PerformanceOperations;
import sibyl.gateway.api.PhoneOperations;
import sibyl.gateway.api.PortfolioOperations;
import sibyl.gateway.api.QuoteOperations;
import sibyl.gateway.api.RecoveryOperations;
import sibyl.gateway.api.ReferralOperations;
import sibyl.gateway.api.SessionOperations;
import sibyl.gateway.api.SetOperations;
import sibyl.gateway.api.SignInOperations;
import sibyl.gateway.api.StaffAccountOperations;
import sibyl.gateway.api.StaffMemberOperations;
import sibyl.gateway.api.StaffMoneyOperations;
import sibyl.gateway.api.StaffOperations;
import sibyl.gateway.api.SystemOperations;
import sibyl.gateway.api.TeamOperations;
import sibyl.gateway.api.TraderOperations;
import sibyl.gateway.api.TransferAnswers;
import sibyl.gateway.api.UserOperations;
import sibyl.gateway.api.WalletOperations;
import sibyl.gateway.document.Document;
import sibyl.gateway.edge.Edge;
import sibyl.gateway.exchange.ExchangeClient;
import sibyl.gateway.http.Api;
import sibyl.gateway.http.ApiMetrics;
import sibyl.gateway.http.Audit;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.ClientAddress;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.Freshness;
import sibyl.gateway.http.Guards;
import sibyl.gateway.http.Hosts;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Origins;
import sibyl.gateway.http.TokenBuckets;
import sibyl.gateway.http.UnderWay;
import sibyl.gateway.limit.FairShares;
import sibyl.gateway.people.Callers;
import sibyl.gateway.people.Memberships;
import sibyl.gateway.people.RememberedFor;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.stream.NotificationFeed;
import sibyl.gateway.stream.StreamHub;

/**
 * The public door of the exchange. Make it, let one thread feed the journal into {@link #events()},
 * start it, close it.
 *
 * <p>Threads: event loops serve requests; virtual threads call what blocks; the journal's thread
 * changes the read model and completes answers. Nothing on the way of an order touches the
 * database, except that the credential of a caller not seen for a while is looked up first; while
 * the database is away, callers that were seen before are still known.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final long EXPIRE_EVERY_MS = 50;
  private static final long RATE_EVERY_MS = 1_000;
  private static final Duration NOTIFICATIONS_EVERY = Duration.ofSeconds(1);
  private static final Duration NOTIFICATIONS_SELDOM = Duration.ofSeconds(15);
  private static final int STREAM_MESSAGE_BYTES_MAX = 16 * 1024;
  private static final Duration START_MAX = Duration.ofSeconds(30);

  private final GatewayConfig config;
  private final GatewayParts parts;
  private final Vertx vertx;
  private final ReadModel model;
  private final ExchangeClient client;
  private final Blocking blocking;
  private final Readiness readiness;
  private final EventRate rate = new EventRate();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private volatile @Nullable Edge edge;
  private volatile @Nullable StreamHub stream;
  private volatile @Nullable Relay notifications;
  private volatile int port;
  private volatile int managementPort;

  public Gateway(GatewayConfig config, GatewayParts parts) {
    this.config = config;
    this.parts = parts;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
    this.model = new ReadModel(config.reads().limits(), config.reads().waitersMax());
    this.client =
        new ExchangeClient(
            config.origin(),
            parts.publisher(),
            config.commands().pendingMax(),
            config.commands().deadline(),
            System.currentTimeMillis());
    this.blocking = new Blocking(vertx, config.http().blockingCallsMax());
    this.readiness = new Readiness(model, parts.journal(), parts.checks());
    model.onApplied(client::onApplied);
  }

  /** What the journal tells; for the thread that follows it, and for what fills it before. */
  public ReadModel model() {
    return model;
  }

  /** Another model with the same limits, without anything in it. */
  public ReadModel emptyModel() {
    return new ReadModel(config.reads().limits(), 1);
  }

  /**
   * Where the journal's events go in, by one thread: from the beginning on, or from the last event
   * that the model was filled up to.
   */
  public EventHandler events() {
    return model.events();
  }

  /** The number of the last event this gateway shows. */
  public long seq() {
    return model.seq();
  }

  /** The port the API is served on, once started. */
  public int port() {
    return port;
  }

  /** The port metrics are served on, once started; the API's in dev mode. */
  public int managementPort() {
    return managementPort;
  }

  /**
   * Begins to listen; answers 503 {@code not_ready} until the read model has caught up.
   *
   * @throws IllegalStateException if it cannot, for example because the port is taken
   */
  public void start() {
    Document openApi = config.dev() ? Document.openApi() : Document.openApi().outsideDevMode();
    OpenAPIContract contract = await(OpenAPIContract.from(vertx, openApi.routable()));
    Router router = router(openApi, contract);
    await(
        vertx.deployVerticle(
            () -> listener(router, config.port(), true),
            new DeploymentOptions().setInstances(config.eventLoops())));
    port = servers.getFirst().actualPort();
    managementPort = port;
    if (config.managementPort() != GatewayConfig.ON_PUBLIC_LISTENER) {
      Router management = Router.router(vertx);
      Api.prepareManagement(management);
      PublicPages.health(management, readiness);
      PublicPages.metrics(management, registry);
      await(vertx.deployVerticle(listener(management, config.managementPort(), false)));
      managementPort = servers.getLast().actualPort();
    }
    vertx.setPeriodic(EXPIRE_EVERY_MS, tick -> client.expire());
    vertx.setPeriodic(RATE_EVERY_MS, tick -> rate.sample(System.nanoTime(), model.seq()));
    LOG.atInfo().addKeyValue("port", port).log("gateway listens");
  }

  private Router router(Document openApi, OpenAPIContract contract) {
    ApiMetrics metrics = new ApiMetrics(registry);
    metrics.gauge("sibyl.commands.pending", "Commands under way.", client::pending);
    metrics.gauge(
        "sibyl.read.lag.bytes", "Journal not yet read; -1 when disconnected.", readiness::lagBytes);
    metrics.gauge("sibyl.read.seq", "Last event the read model shows.", model::seq);
    SystemStatus system = parts.desk().system();
    metrics.gauge(
        "sibyl.disk.free.bytes",
        "Free on the fullest disk that is written to.",
        () -> system.now().diskFreeBytes());
    metrics.gauge(
        "sibyl.disk.reserve.bytes",
        "With less free the exchange is cancel-only.",
        () -> system.now().diskReserveBytes());
    metrics.gauge(
        "sibyl.clock.apart.ms",
        "How far log time is ahead of the wall clock.",
        () -> system.now().clockApartMs());
    metrics.gauge(
        "sibyl.state.checks",
        "Comparisons of the state by hash through the log since the start.",
        () -> system.now().stateChecks());
    metrics.gauge(
        "sibyl.state.checks.agreed",
        "Of these, those that found the same state.",
        () -> system.now().stateChecksAgreed());
    metrics.gauge(
        "sibyl.exchange.restrained",
        "1 while the exchange has restricted itself to cancel-only.",
        () -> system.now().restraint().isEmpty() ? 0 : 1);
    TableAudit audit = parts.tableAudit();
    metrics.gauge(
        "sibyl.audit.rows", "Rows of tables compared with the engine.", () -> audit.now().rows());
    metrics.gauge(
        "sibyl.audit.differing",
        "Accounts and markets whose tables differ from the engine.",
        () -> audit.now().differing());
    PhoneSignIn phones = parts.phones();
    metrics.gauge("sibyl.texts.waiting", "Text messages not yet sent.", phones::textsWaiting);
    metrics.gauge("sibyl.texts.sent", "Text messages sent since the start.", phones::textsSent);
    metrics.gauge(
        "sibyl.texts.failed", "Tries to send one that failed.", phones::failedTriesToText);
    metrics.gauge("sibyl.texts.lost", "Text messages given up.", phones::textsLost);
    MailOutbox mails = parts.recovery().mails();
    metrics.gauge("sibyl.mails.waiting", "Mails not yet sent.", mails::waiting);
    metrics.gauge(
        "sibyl.mails.sent", "Mails that a mail server took, since the start.", mails::sent);
    metrics.gauge(
        "sibyl.mails.kept", "Mails written to a folder instead of being sent.", mails::kept);
    metrics.gauge("sibyl.mails.failed", "Tries to send one that failed.", mails::failedTries);
    metrics.gauge("sibyl.mails.dead", "Mails given up since the start.", mails::deadSinceStart);
    CookieNames cookies = CookieNames.of(config.dev());
    ClientAddress addresses =
        new ClientAddress(config.http().proxies(), config.dev() ? "http" : "https");
    GatewayConfig.Reads reads = config.reads();
    RememberedFor remembered = new RememberedFor(reads.callerRefreshed(), reads.callerKept());
    Callers callers =
        new Callers(
            parts.people(),
            parts.staff(),
            parts.rights(),
            blocking.threads(),
            remembered,
            reads.callersMax());
    Memberships memberships =
        new Memberships(
            parts.teams().teams()::memberships,
            parts.rights(),
            blocking.threads(),
            remembered,
            reads.callersMax());
    FairShares underWay =
        new FairShares(config.http().requestsMax(), config.http().requestsPerHolderMax());
    metrics.gauge("sibyl.http.requests", "Requests being answered.", underWay::taken);
    Guards guards =
        new Guards(
            readiness::notServing,
            callers,
            memberships,
            cookies,
            new Hosts(config.http().hosts(), config.host(), config.allowedOrigins()),
            new Origins(config.allowedOrigins(), addresses),
            addresses,
            buckets(config.rates().perAccount()),
            buckets(config.rates().perNetwork()),
            buckets(config.rates().signInsPerNetwork()),
            new UnderWay(underWay),
            account -> model.read(state -> state.isSuspended(account)).value(),
            new Freshness(model, reads.minSeqWait()),
            metrics,
            new Audit(parts.audit(), blocking));
    edge =
        new Edge(
            config.http(),
            addresses,
            metrics,
            (request, problem) -> Api.refuse(request, problem, guards));
    OperationTable operations = operations(callers, cookies, metrics);
    Router router = Router.router(vertx);
    Api.prepare(router, guards);
    StreamHub hub = new StreamHub(vertx, config.stream(), model, guards, parts.rights(), metrics);
    hub.start();
    stream = hub;
    notifications =
        Relay.start(
            "live-notifications",
            List.of(new NotificationFeed(parts.traders().notifications(), hub)),
            Relay.Pace.STEADY,
            NOTIFICATIONS_EVERY,
            NOTIFICATIONS_SELDOM);
    router.get(Api.BASE + "/stream").handler(hub::upgrade);
    router
        .route(Api.BASE + "/*")
        .subRouter(
            Api.routes(
                vertx,
                contract,
                openApi.routable(),
                operations,
                guards,
                config.http().bodyBytesMax()));
    PublicPages.refuseWhatIsIgnored(router);
    PublicPages.documents(router, openApi, Document.asyncApi());
    PublicPages.health(router, readiness);
    if (config.managementPort() == GatewayConfig.ON_PUBLIC_LISTENER) {
      PublicPages.metrics(router, registry);
    }
    return router;
  }

  private OperationTable operations(Callers callers, CookieNames cookies, ApiMetrics metrics) {
    OrderFinder finder = new OrderFinder(model, parts.history(), blocking);
    Commands commands = new Commands(vertx, client, model, finder);
    OperationTable table = new OperationTable();
    new SignInOperations(parts.people(), callers, blocking, cookies).addTo(table);
    new PhoneOperations(parts.phones(), parts.people(), blocking, cookies).addTo(table);
    new FactorOperations(parts.factors(), parts.people(), parts.staff(), blocking, cookies)
        .addTo(table);
    new RecoveryOperations(parts.recovery(), parts.people(), blocking, cookies).addTo(table);
    new SessionOperations(parts.people(), blocking, cookies).addTo(table);
    new ReferralOperations(parts.referrals(), blocking).addTo(table);
    if (config.dev()) {
      new DevOperations(parts.phones(), parts.sentMessages(), blocking).addTo(table);
    }
    new KeyOperations(parts.people(), blocking).addTo(table);
    Money money = parts.money();
    TransferAnswers transfers = new TransferAnswers(vertx, model);
    metrics.gauge(
        "sibyl.transfer.waits",
        "Requests that waited for what the exchange says to a transfer.",
        transfers::waits);
    new WalletOperations(parts.people(), money, blocking, commands, transfers, model).addTo(table);
    new PaymentOperations(money, blocking, transfers).addTo(table);
    new IdentityOperations(money, blocking).addTo(table);
    new StaffMoneyOperations(money, blocking).addTo(table);
    new MarketOperations(model, parts.history(), parts.traders().search(), blocking).addTo(table);
    new OrderOperations(commands, model, finder, parts.history(), blocking).addTo(table);
    new BatchOperations(commands, model).addTo(table);
    new BasketOperations(commands, model, finder, parts.history(), blocking).addTo(table);
    new OrderGroupOperations(commands, model).addTo(table);
    new SetOperations(commands, model).addTo(table);
    new QuoteOperations(commands, model, finder).addTo(table);
    new GoodsOperations(commands, model, parts.history(), blocking).addTo(table);
    new PortfolioOperations(model, parts.history(), blocking).addTo(table);
    HouseGrants grants = new HouseGrants(parts.desk().houseBudget(), blocking);
    new StaffOperations(
            parts.staff(),
            callers,
            parts.desk().secondPersons(),
            grants,
            // In production a resolution is confirmed by another than its proposer.
            !config.dev(),
            blocking,
            commands,
            model,
            cookies)
        .addTo(table);
    new StaffMemberOperations(parts.staff(), blocking, cookies).addTo(table);
    new AuditOperations(parts.audit(), blocking).addTo(table);
    StaffDesk desk = parts.desk();
    new DraftOperations(desk.drafts(), grants, !config.dev(), commands, model, blocking)
        .addTo(table);
    new EventOperations(commands, model, blocking).addTo(table);
    new EvidenceOperations(desk.evidence(), model, blocking).addTo(table);
    new UserOperations(desk.directory(), parts.people(), commands, model, blocking).addTo(table);
    new AdjustmentOperations(desk.adjustments(), model, blocking).addTo(table);
    new FactorReleaseOperations(parts.recovery().factorReleases(), blocking).addTo(table);
    new DeadMailOperations(parts.recovery().mails(), blocking).addTo(table);
    new BroadcastOperations(desk.broadcasts(), blocking).addTo(table);
    new ExportOperations(desk.exports(), blocking).addTo(table);
    new SystemOperations(
            desk.system(),
            parts.tableAudit(),
            desk.outbox(),
            money.payouts(),
            model,
            readiness::lagBytes,
            client::pending,
            rate,
            blocking)
        .addTo(table);
    new StaffAccountOperations(parts.people(), money, commands, model, blocking).addTo(table);
    TraderParts traders = parts.traders();
    new TraderOperations(
            traders.watchlist(), traders.settings(), traders.notifications(), model, blocking)
        .addTo(table);
    new PerformanceOperations(traders, model, blocking).addTo(table);
    TeamParts teams = parts.teams();
    new TeamOperations(teams.teams(), commands, blocking).addTo(table);
    new ContestOperations(teams.contests(), teams.reports(), commands, model, blocking)
        .addTo(table);
    new HouseOperations(commands, grants, model, teams.teams(), blocking, teams.houseOrders())
        .addTo(table);
    return table;
  }

  private TokenBuckets buckets(GatewayConfig.Rate rate) {
    return new TokenBuckets(rate.perSecond(), rate.burst(), config.rates().keysMax());
  }

  private VerticleBase listener(Router router, int listenPort, boolean shared) {
    // A negative port lets the instances of one deployment share a free one.
    int chosen = listenPort == 0 && shared ? -1 : listenPort;
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(chosen)
            .setIdleTimeout((int) config.http().idle().toSeconds())
            .setMaxHeaderSize(config.http().headerBytesMax())
            .setMaxInitialLineLength(4096)
            .setMaxWebSocketFrameSize(STREAM_MESSAGE_BYTES_MAX)
            .setMaxWebSocketMessageSize(STREAM_MESSAGE_BYTES_MAX)
            // Another protocol would pass the edge by.
            .setHttp2ClearTextEnabled(false)
            .setTcpNoDelay(true);
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        HttpServer server = vertx.createHttpServer(options).requestHandler(router);
        Objects.requireNonNull(edge).guard(server, options);
        return server.listen().onSuccess(servers::add);
      }
    };
  }

  /** Stops taking commands, lets those under way end, then closes. */
  @Override
  public void close() {
    readiness.stop();
    client.stop();
    long deadline = System.nanoTime() + config.http().drain().toNanos();
    while (client.pending() > 0 && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    Relay telling = notifications;
    if (telling != null) {
      telling.close();
    }
    StreamHub open = stream;
    if (open != null) {
      open.stop();
    }
    for (HttpServer server : servers) {
      settle(server.shutdown(1, TimeUnit.SECONDS));
    }
    blocking.close();
    settle(vertx.close());
    registry.close();
  }

  private void settle(Future<?> closing) {
    try {
      await(closing);
    } catch (IllegalStateException e) {
      LOG.warn("while closing", e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("not within " + START_MAX, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
