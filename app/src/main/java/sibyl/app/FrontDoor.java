package sibyl.app;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sibyl.accounts.contest.ContestReports;
import sibyl.accounts.contest.Contests;
import sibyl.accounts.event.EventSearch;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.right.Rights;
import sibyl.accounts.team.Teams;
import sibyl.accounts.trader.Leaderboards;
import sibyl.accounts.trader.Notifications;
import sibyl.accounts.trader.PerformanceReports;
import sibyl.accounts.trader.PersonalSettings;
import sibyl.accounts.trader.Watchlist;
import sibyl.app.audit.RunningAudit;
import sibyl.app.configuration.Configuration;
import sibyl.app.configuration.EdgeSettings;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.RoutedCommands;
import sibyl.engine.Engine;
import sibyl.gateway.Gateway;
import sibyl.gateway.GatewayConfig;
import sibyl.gateway.GatewayParts;
import sibyl.gateway.HealthCheck;
import sibyl.gateway.SystemStatus;
import sibyl.gateway.TableAudit;
import sibyl.gateway.TeamParts;
import sibyl.gateway.TraderParts;
import sibyl.store.Database;
import sibyl.store.projection.ProjectionStatus;

/** The parts that face the public: a session to send commands by, the read model, HTTP. */
record FrontDoor(URI url) {
  private static final Duration CONNECTED = Duration.ofSeconds(30);
  private static final Duration SAY_EVERY = Duration.ofSeconds(2);
  private static final Duration STUCK = Duration.ofMinutes(5);
  private static final Duration LOOKED = Duration.ofSeconds(10);
  private static final long ORIGIN = 1;
  private static final long CLOCK_APART_MS_MAX = 1_000;

  static FrontDoor start(
      Configuration configuration, Parts parts, Failures failures, Backend backend) {
    ClusterNode node = backend.node();
    RoutedCommands client = parts.start("sessions at the log", () -> connected(node, failures));
    DiskReserve disk =
        DiskReserve.of(configuration.data(), (long) configuration.diskReserveMb() << 20);
    Restraint restraint =
        parts.start(
            "watch over disk and clock",
            () ->
                Restraint.start(
                    configuration.data(),
                    node,
                    client,
                    List.of(disk::complaint, () -> clockJumped(node))));
    Accounts accounts =
        accounts(configuration, parts, backend, client, () -> system(backend, disk, restraint));
    RunningAudit audit =
        parts.start(
            "audit of the tables",
            () ->
                RunningAudit.start(
                    node,
                    backend.projection(),
                    backend.database(),
                    configuration.auditAccountsPerSecond(),
                    broken -> failures.fatal("the engine", broken)));
    long lastSeq = lastSeq(node);
    FollowedJournal journal = new FollowedJournal();
    Gateway gateway =
        new Gateway(
            config(configuration),
            new GatewayParts(
                client,
                accounts.people(),
                accounts.phones(),
                accounts.sentMessages(),
                accounts.referrals(),
                accounts.staff(),
                accounts.factors(),
                accounts.recovery(),
                accounts.rights(),
                accounts.audit(),
                teams(configuration, backend.database(), accounts.rights()),
                accounts.desk().money(),
                accounts.staffDesk(),
                traders(parts, backend.database()),
                new StoredHistory(backend.database()),
                journal,
                audit,
                checks(backend, client, restraint, audit, failures)));
    parts.start(
        "read model's file",
        () ->
            ReadModelFile.open(
                gateway,
                backend.exchange(),
                configuration.data().resolve("read-model"),
                node.address(),
                lastSeq));
    journal.follow(
        parts.start("read model", () -> caughtUp(node, gateway, lastSeq, failures, parts)));
    parts.start(
        "HTTP on " + configuration.httpHost() + ":" + configuration.httpPort(),
        () -> {
          gateway.start();
          return gateway;
        });
    URI url = url(configuration, gateway.port());
    accounts.desk().listenAt(url);
    return new FrontDoor(url);
  }

  private static Accounts accounts(
      Configuration configuration,
      Parts parts,
      Backend backend,
      RoutedCommands client,
      SystemStatus system) {
    try {
      return Accounts.start(configuration, parts, backend.database(), client, system);
    } catch (IOException e) {
      parts.close();
      throw new StartException("the key in the data directory cannot be used: " + e, e);
    }
  }

  private static TraderParts traders(Parts parts, Database database) {
    Notifications notifications = new Notifications(database);
    parts.start(
        "notifications",
        () -> Relay.start("notifications", List.of(notifications), Relay.Pace.STEADY));
    return new TraderParts(
        new Watchlist(database, InstantSource.system()),
        new PersonalSettings(database),
        notifications,
        new PerformanceReports(database, InstantSource.system()),
        new Leaderboards(database),
        new EventSearch(database));
  }

  private static TeamParts teams(Configuration configuration, Database database, Rights rights) {
    InstantSource clock = InstantSource.system();
    return new TeamParts(
        new Teams(database, rights, clock),
        new Contests(database, clock),
        new ContestReports(database),
        configuration.houseOrders());
  }

  private static SystemStatus.Snapshot system(
      Backend backend, DiskReserve disk, Restraint restraint) {
    ClusterNode.Status node = backend.node().status();
    ProjectionStatus tables = backend.projection().status();
    String failure = tables.failure();
    String trouble = failure == null ? tables.trouble() : failure;
    return new SystemStatus.Snapshot(
        node.state().name().toLowerCase(Locale.ROOT),
        node.leads(),
        node.inputs(),
        node.snapshots(),
        node.stateChecks(),
        node.stateChecksAgreed(),
        node.errors(),
        tables.seq(),
        tables.queuedEvents(),
        trouble == null ? "" : trouble,
        backend.database().trouble().orElse(""),
        node.clockApartMs(),
        disk.freeBytes(),
        disk.reserveBytes(),
        restraint.cause());
  }

  /** The log's time is held back then: markets may be open that should be closed. */
  private static Optional<String> clockJumped(ClusterNode node) {
    long apartMs = node.status().clockApartMs();
    return complain(
        apartMs < -CLOCK_APART_MS_MAX,
        "the clock jumped ahead by %d s; it is believed if it stands by that for a minute"
            .formatted(-apartMs / 1000));
  }

  private static RoutedCommands connected(ClusterNode node, Failures failures) {
    RoutedCommands client =
        RoutedCommands.start(
            node.address(),
            new ClusterClient.Listener() {
              @Override
              public void onFailure(Throwable cause) {
                failures.fatal("the session at the log", cause);
              }
            });
    if (!client.awaitConnected(CONNECTED)) {
      client.close();
      throw new IllegalStateException("no session within " + CONNECTED.toSeconds() + " s");
    }
    return client;
  }

  /** However long the journal is: only one that makes no progress is given up. */
  private static JournalFollower caughtUp(
      ClusterNode node, Gateway gateway, long lastSeq, Failures failures, Parts parts) {
    JournalFollower follower =
        JournalFollower.start(
            node.address(),
            "follow-reads",
            gateway.seq(),
            gateway.events(),
            Backend.failing("the read model", failures));
    try {
      long before = gateway.seq();
      while (!follower.awaitSeq(lastSeq, SAY_EVERY)) {
        long now = follower.lastSeq();
        parts.progress("read model: event %,d of %,d".formatted(now, lastSeq));
        if (now == before && !follower.awaitSeq(now + 1, STUCK)) {
          throw new IllegalStateException(
              "no progress for " + STUCK + ", at event " + now + " of " + lastSeq);
        }
        before = now;
      }
      return follower;
    } catch (RuntimeException e) {
      follower.close();
      throw e;
    }
  }

  private static long lastSeq(ClusterNode node) {
    try {
      return node.inspect(Engine::lastSeq).get(LOOKED.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartException("the engine does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while starting", e);
    }
  }

  private static GatewayConfig config(Configuration configuration) {
    String host = configuration.httpHost();
    int port = configuration.httpPort();
    GatewayConfig config =
        configuration.dev()
            ? GatewayConfig.dev(ORIGIN, host, port)
            : GatewayConfig.production(
                ORIGIN,
                host,
                port,
                configuration.metricsPort(),
                Set.copyOf(configuration.origins()));
    EdgeSettings edge = configuration.edge();
    return config.withHttp(
        config
            .http()
            .withProxies(Set.copyOf(configuration.proxies()))
            .withHosts(Set.copyOf(edge.hosts()))
            .withTimes(
                Duration.ofSeconds(edge.idleSeconds()),
                Duration.ofSeconds(edge.headSeconds()),
                Duration.ofSeconds(edge.bodySeconds()))
            .withConnections(edge.connections(), edge.connectionsPerNetwork()));
  }

  private static List<HealthCheck> checks(
      Backend backend,
      RoutedCommands client,
      Restraint restraint,
      TableAudit audit,
      Failures failures) {
    ClusterNode node = backend.node();
    Supplier<Optional<String>> restrained =
        () -> complain(!restraint.cause().isEmpty(), "orders are not taken: " + restraint.cause());
    Supplier<Optional<String>> clock =
        () -> {
          long apartMs = node.status().clockApartMs();
          return complain(
              Math.abs(apartMs) > CLOCK_APART_MS_MAX,
              "the time of the log is " + apartMs + " ms ahead of the wall clock");
        };
    return List.of(
        HealthCheck.alive(failures::failed),
        HealthCheck.warning(restrained),
        HealthCheck.warning(clock),
        () -> complain(node.state() != ClusterNode.State.RUNNING, "the log is not running"),
        () -> complain(!client.isConnected(), "there is no session at the log"),
        // Trading needs neither the tables nor the database.
        HealthCheck.warning(backend.database()::trouble),
        HealthCheck.warning(
            () -> {
              int differing = audit.now().differing();
              return complain(
                  differing > 0,
                  "the tables differ from the engine for "
                      + differing
                      + " accounts or markets: see /admin/system/audit, then \"sibyl rebuild\"");
            }),
        HealthCheck.warning(
            () -> {
              ProjectionStatus tables = backend.projection().status();
              String trouble = tables.failure() == null ? tables.trouble() : tables.failure();
              return complain(trouble != null, "the tables are not written: " + trouble);
            }));
  }

  private static Optional<String> complain(boolean when, String complaint) {
    return when ? Optional.of(complaint) : Optional.empty();
  }

  private static URI url(Configuration configuration, int port) {
    String host = configuration.httpHost();
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String shown = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + port);
  }
}
