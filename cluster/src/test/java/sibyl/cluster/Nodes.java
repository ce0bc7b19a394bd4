package sibyl.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.limits.Limits;

/** Nodes as the tests use them: small, in a directory of the test. */
final class Nodes {
  static final SessionSecret SECRET = SessionSecret.of("a secret for tests only");
  static final Limits LIMITS = Limits.defaults();

  private Nodes() {}

  static ClusterNodeConfig config(Path directory) {
    return ClusterNodeConfig.singleNode(directory, SECRET, LIMITS).withFileSyncLevel(0);
  }

  static ClusterNodeConfig withoutSnapshots(Path directory) {
    return config(directory)
        .withSnapshots(new ClusterNodeConfig.Snapshots(Duration.ofDays(1), Long.MAX_VALUE, false));
  }

  static ClusterNode start(ClusterNodeConfig config) {
    ClusterNode node = ClusterNode.launch(config);
    node.awaitReady(Trader.PATIENCE);
    return node;
  }

  static JournalFollower follow(ClusterNode node, long afterSeq, Witness witness) {
    return JournalFollower.start(
        node.address(), "test", afterSeq, witness, new FollowerListener() {});
  }

  /** What {@code cp -r} makes of a directory. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
