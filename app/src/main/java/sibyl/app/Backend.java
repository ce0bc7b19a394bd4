package sibyl.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.ClusterNodeConfig;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;
import sibyl.store.Database;
import sibyl.store.DatabaseAddress;
import sibyl.store.projection.Projection;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;

/** The parts behind the gateway: the database, the log with the engine, and what joins the two. */
record Backend(Database database, ClusterNode node, Projection projection, UUID exchange) {
  private static final Duration NODE_READY = Duration.ofMinutes(2);

  static Backend start(Configuration configuration, Parts parts, Failures failures) {
    Database database = startDatabase(configuration, parts);
    ClusterNode node = startNode(configuration, parts, failures);
    Pairing pairing = pairing(configuration, parts);
    Projection projection = parts.start("projection", () -> Projection.start(database));
    parts.start(
        "journal to tables",
        () -> {
          long log = lastSeq(node);
          requireTablesOfThisLog(projection.position(), log);
          pairing.require(database, projection.position(), log);
          return JournalFollower.start(
              node.address(),
              "follow-tables",
              projection.position(),
              projection,
              failing("the projection", failures));
        });
    parts.start("state for backups", () -> StateSocket.start(configuration.data(), node));
    parts.start("note of the tables", () -> NotedTables.start(pairing, projection));
    return new Backend(database, node, projection, pairing.id());
  }

  /** The number of the last event of the log, once the node is ready. */
  static long lastSeq(ClusterNode node)
      throws InterruptedException, ExecutionException, TimeoutException {
    return node.inspect(Engine::lastSeq).get(NODE_READY.toSeconds(), TimeUnit.SECONDS);
  }

  /** Tables beyond the log would never get its next events, and nobody would notice. */
  private static void requireTablesOfThisLog(long tables, long log) {
    if (tables > log) {
      throw new StartException(
          ("the tables are at event %d but the log ends at %d: they belong to another data directory,"
                  + " or the log lost its end; \"sibyl rebuild\" writes them anew from this log")
              .formatted(tables, log),
          null);
    }
  }

  /** The data directory, the log files, and a migrated database. */
  static Database startDatabase(Configuration configuration, Parts parts) {
    parts.start("data directory", () -> DataDirectory.lock(configuration.data()));
    parts.start("logging", () -> Logging.configure(configuration));
    DatabaseAddress address = address(configuration, parts);
    return parts.start("database schema", () -> Database.open(address));
  }

  private static DatabaseAddress address(Configuration configuration, Parts parts) {
    if (!configuration.databaseUrl().isEmpty()) {
      return DatabaseAddress.parse(configuration.databaseUrl());
    }
    EmbeddedPostgresOptions options =
        new EmbeddedPostgresOptions(configuration.data().resolve("postgres"), 0);
    return parts
        .start("PostgreSQL", () -> EmbeddedPostgres.start(options, parts::progress))
        .address();
  }

  static ClusterNode startNode(Configuration configuration, Parts parts, Failures failures) {
    ClusterNode node =
        parts.start(
            "log and engine",
            () -> {
              ClusterNode launched = ClusterNode.launch(nodeConfig(configuration));
              try {
                launched.awaitReady(NODE_READY);
                return launched;
              } catch (RuntimeException e) {
                launched.close();
                throw e;
              }
            });
    CompletableFuture<Void> _ =
        node.failure().thenAccept(cause -> failures.fatal("the log", cause));
    return node;
  }

  private static Pairing pairing(Configuration configuration, Parts parts) {
    try {
      return Pairing.of(logDirectory(configuration));
    } catch (IOException e) {
      parts.close();
      throw new StartException("the identity of the log cannot be read: " + e, e);
    }
  }

  static Path logDirectory(Configuration configuration) {
    return configuration.data().resolve("cluster");
  }

  private static ClusterNodeConfig nodeConfig(Configuration configuration) {
    ClusterNodeConfig single =
        ClusterNodeConfig.singleNode(
            logDirectory(configuration),
            configuration.dev()
                ? SessionSecret.random()
                : SessionSecret.of(configuration.clusterSecret()),
            Limits.defaults());
    ClusterNodeConfig.Snapshots often = single.snapshots();
    long afterInputs = single.stateChecks().afterInputs();
    return single
        .withFileSyncLevel(configuration.clusterSync())
        .withStateChecks(
            new ClusterNodeConfig.StateChecks(
                Duration.ofSeconds(configuration.stateCheckSeconds()), afterInputs))
        .withSnapshots(
            new ClusterNodeConfig.Snapshots(
                Duration.ofMinutes(configuration.snapshotMinutes()),
                often.afterInputs(),
                often.atClose()));
  }

  static FollowerListener failing(String reader, Failures failures) {
    return new FollowerListener() {
      @Override
      public void onFailure(Throwable cause) {
        failures.fatal(reader, cause);
      }
    };
  }
}
