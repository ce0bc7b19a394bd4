package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.JournalFollower;
import sibyl.engine.Engine;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RetentionTest {
  private static final int MIB = 1024 * 1024;
  private static final long ROUNDS = 7;
  private static final long ROUND = 4000;

  /** The log, the journal, and of each snapshot the consensus module's and the service's. */
  private static final int RECORDINGS_MAX = 2 + 2 * Retention.SNAPSHOTS_KEPT;

  @TempDir Path directory;

  @Test
  void onlyTheNewestSnapshotsAndTheLogAfterThemAreKept() throws Exception {
    ClusterNodeConfig config = smallSegments();
    try (ClusterNode node = Nodes.start(config)) {
      long lastSeq = tradeAndTakeSnapshots(node);
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (recordings() > RECORDINGS_MAX || bothBeginAtTheBeginning()) {
        assertThat(System.nanoTime()).as("purged").isLessThan(deadline);
        Thread.sleep(Duration.ofMillis(20));
      }
      assertThat(node.status().errors()).isZero();

      // The journal is whole until somebody cuts it.
      try (JournalFollower fromTheStart = Nodes.follow(node, 0, new Witness())) {
        assertThat(fromTheStart.awaitSeq(lastSeq, Trader.PATIENCE)).isTrue();
      }
      assertThat(node.purgeJournalBefore(lastSeq)).isTrue();
      try (JournalFollower tooLate = Nodes.follow(node, 0, new Witness())) {
        assertThatThrownBy(() -> tooLate.awaitSeq(1, Trader.PATIENCE))
            .rootCause()
            .hasMessageContaining("begins with event");
      }
    }
    try (ClusterNode node = Nodes.start(config)) {
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(ROUNDS * ROUND, Nodes.LIMITS).stateHash());
    }
  }

  private static long tradeAndTakeSnapshots(ClusterNode node) {
    var witness = new Witness();
    try (JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      for (long round = 0; round < ROUNDS; round++) {
        trader.submit(round * ROUND + 1, (round + 1) * ROUND);
        Trader.awaitAnswer(witness, (round + 1) * ROUND);
        assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      }
      assertThat(follower.failure()).isNull();
    }
    return witness.lastSeq();
  }

  private ClusterNodeConfig smallSegments() {
    ClusterNodeConfig base = Nodes.withoutSnapshots(directory);
    return new ClusterNodeConfig(
        base.dataDirectory(),
        base.memberId(),
        base.members(),
        base.fileSyncLevel(),
        base.secret(),
        base.limits(),
        base.snapshots(),
        base.stateChecks(),
        base.elections(),
        MIB,
        MIB,
        base.maxSessions(),
        base.archiveStallMax(),
        base.protectedNetwork());
  }

  private long recordings() {
    return files().map(name -> name.split("-")[0]).distinct().count();
  }

  /** The log and the journal are the first two recordings, in either order. */
  private boolean bothBeginAtTheBeginning() {
    return files().filter(Set.of("0-0.rec", "1-0.rec")::contains).count() == 2;
  }

  private Stream<String> files() {
    try (Stream<Path> list = Files.list(directory.resolve("archive"))) {
      return list
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".rec"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
