package sibyl.cluster;

import java.nio.file.Path;
import java.time.Duration;
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
}
