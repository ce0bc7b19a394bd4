package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterNodeTest {
  @TempDir Path directory;

  @Test
  void everyCommandIsAnsweredOnceInTheJournal() throws Exception {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 1000);
      Trader.awaitAnswer(witness, 1000);

      assertThat(witness.answers())
          .hasSize(1000)
          .allSatisfy((number, times) -> assertThat(times).isOne());
      assertThat(witness.firstSeq()).isOne();
      assertThat(witness.rejections()).isZero();
      assertThat(node.inspect(Engine::lastSeq).get()).isEqualTo(follower.lastSeq());
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(1000, Nodes.LIMITS).stateHash());
    }
  }

  @Test
  void aRestartWithoutASnapshotAppliesTheLogAndWritesNoEventTwice() throws Exception {
    ClusterNodeConfig config = Nodes.withoutSnapshots(directory);
    runAndStop(config, 1, 2000);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      assertThat(node.status().inputs()).isEqualTo(2000);
      trader.submit(2001, 2500);
      Trader.awaitAnswer(witness, 2500);

      assertThat(witness.answers())
          .hasSize(2500)
          .allSatisfy((number, times) -> assertThat(times).isOne());
      assertThat(follower.failure()).isNull();
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(2500, Nodes.LIMITS).stateHash());
    }
  }

  @Test
  void aRestartFromASnapshotGoesOnWhereItWas() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    runAndStop(config, 1, 2000);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      assertThat(node.status().inputs()).isZero();
      trader.submit(2001, 2500);
      Trader.awaitAnswer(witness, 2500);

      assertThat(witness.answers()).hasSize(2500);
      assertThat(follower.failure()).isNull();
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(2500, Nodes.LIMITS).stateHash());
    }
  }

  @Test
  void snapshotsAtRandomPointsUnderLoadChangeNothing() throws Exception {
    var random = new Random(5);
    long last = 0;
    for (int round = 0; round < 3; round++) {
      ClusterNodeConfig config =
          Nodes.config(directory)
              .withSnapshots(
                  new ClusterNodeConfig.Snapshots(
                      Duration.ofDays(1), 200 + random.nextInt(800), false));
      var witness = new Witness();
      try (ClusterNode node = Nodes.start(config);
          JournalFollower follower = Nodes.follow(node, 0, witness);
          var trader = new Trader(node)) {
        trader.submit(last + 1, last + 3000);
        last += 3000;
        Trader.awaitAnswer(witness, last);
        assertThat(witness.answers().size()).isEqualTo((int) last);
        assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
        trader.submit(last + 1, last + 100);
        last += 100;
        Trader.awaitAnswer(witness, last);
        assertThat(follower.failure()).isNull();
        assertThat(node.inspect(Engine::stateHash).get())
            .isEqualTo(Reference.after(last, Nodes.LIMITS).stateHash());
      }
    }
  }

  @Test
  void settlementGoesOnByItselfInSlices() throws Exception {
    Limits small = withSlice(Limits.defaults(), 1);
    ClusterNodeConfig config =
        ClusterNodeConfig.singleNode(directory, Nodes.SECRET, small).withFileSyncLevel(0);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 200);
      for (int step = 0; step < 4; step++) {
        int now = step;
        trader.submit(to -> Commands.end(201 + now, now, to));
        Trader.awaitAnswer(witness, 201 + now);
      }
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (witness.settled() == 0) {
        assertThat(System.nanoTime()).as("settled").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(follower.failure()).isNull();
      assertThat(witness.rejections()).isZero();
      assertThat(node.status().inputs()).as("timers among them").isGreaterThan(204 + 3);
    }
  }

  @Test
  void whatIsNoCommandIsIgnoredAndItsSenderShutOut() throws Exception {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node);
        var vandal = new Trader(node)) {
      var garbage = new UnsafeBuffer(new byte[100]);
      for (int i = 0; i < 100; i++) {
        vandal.client().offer(garbage, 0, garbage.capacity());
      }
      trader.submit(1, 10);
      Trader.awaitAnswer(witness, 10);
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(10, Nodes.LIMITS).stateHash());
      // Whose input comes first is open: these are two sessions.
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (vandal.client().isConnected() && vandal.client().dropped() == 0) {
        vandal.client().offer(garbage, 0, garbage.capacity());
        assertThat(System.nanoTime()).as("shut out").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(node.status().malformed()).isGreaterThanOrEqualTo(16);
      assertThat(follower.failure()).isNull();
    }
  }

  @Test
  void aSecondNodeOnTheSameDirectoryIsRefused() {
    ClusterNodeConfig config = Nodes.config(directory);
    try (ClusterNode node = Nodes.start(config)) {
      assertThatThrownBy(() -> ClusterNode.launch(config))
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(node.state()).isEqualTo(ClusterNode.State.RUNNING);
    }
  }

  @Test
  void anotherSecretIsRefused() {
    SessionSecret other = SessionSecret.of("not the secret of the node");
    try (ClusterNode node = Nodes.start(Nodes.config(directory))) {
      var wrong = new ClusterAddress.SameMachine(node.address().aeronDirectory(), other);
      try (ClusterClient client =
          ClusterClient.start(wrong, "stranger", new ClusterClient.Listener() {})) {
        assertThatThrownBy(() -> client.awaitConnected(Trader.PATIENCE))
            .hasMessageContaining("given up")
            .rootCause()
            .hasMessageContaining("authentication");
        assertThat(client.offer(new UnsafeBuffer(new byte[8]), 0, 8)).isFalse();
      }
      var witness = new Witness();
      try (JournalFollower follower =
          JournalFollower.start(wrong, "stranger", 0, witness, new FollowerListener() {})) {
        assertThatThrownBy(() -> follower.awaitSeq(1, Trader.PATIENCE))
            .hasMessageContaining("stopped");
        assertThat(witness.lastSeq()).isZero();
      }
    }
  }

  @Test
  void aNodeWithHalfOfABackupDoesNotStart() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    runAndStop(config, 1, 500);
    Path saved = directory.resolveSibling(directory.getFileName() + "-saved");
    copy(directory, saved);
    runAndStop(config, 501, 1000);
    // The cluster as it is now, with the recordings of before: somebody restored half a backup.
    Path mixed = directory.resolveSibling(directory.getFileName() + "-mixed");
    copy(directory, mixed);
    copy(saved.resolve("archive"), mixed.resolve("archive"));

    ClusterNode node = ClusterNode.launch(Nodes.config(mixed));
    try {
      assertThatThrownBy(() -> node.awaitReady(Trader.PATIENCE))
          .isInstanceOf(IllegalStateException.class);
      assertThat(node.state()).isEqualTo(ClusterNode.State.FAILED);
      assertThat(node.failure()).succeedsWithin(Trader.PATIENCE);
    } finally {
      node.close();
    }
  }

  @Test
  void anErrorInTheServiceStopsTheNodeAndLosesNothing() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 300);
      Trader.awaitAnswer(witness, 300);
      CompletableFuture<Object> answer =
          node.inspect(
              engine -> {
                throw new AssertionError("planted");
              });
      assertThat(node.failure().get(30, TimeUnit.SECONDS)).hasMessage("planted");
      assertThat(node.state()).isEqualTo(ClusterNode.State.FAILED);
      assertThat(follower.failure()).isNull();
      assertThat(answer).isCompletedExceptionally();
    }
    ClusterNode again = launchOnceFree(config);
    try (again) {
      again.awaitReady(Trader.PATIENCE);
      assertThat(again.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(300, Nodes.LIMITS).stateHash());
    }
  }

  /** The failed node lets go of its directory on a thread of its own. */
  private static ClusterNode launchOnceFree(ClusterNodeConfig config) {
    long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
    while (true) {
      try {
        return ClusterNode.launch(config);
      } catch (IllegalStateException inUse) {
        assertThat(inUse).hasMessageContaining("in use");
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  @Test
  void inspectionsEndWithTheNode() {
    ClusterNode node = Nodes.start(Nodes.config(directory));
    node.close();
    assertThat(node.inspect(Engine::lastSeq)).isCompletedExceptionally();
    assertThat(node.state()).isEqualTo(ClusterNode.State.CLOSED);
  }

  private static void runAndStop(ClusterNodeConfig config, long first, long last) {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(first, last);
      Trader.awaitAnswer(witness, last);
      assertThat(follower.failure()).isNull();
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
    }
    if (Files.exists(to)) {
      try (Stream<Path> old = Files.list(to)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file));
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy);
      }
    }
  }

  private static Limits withSlice(Limits l, int slice) {
    return new Limits(
        l.accounts(),
        l.openOrders(),
        l.openOrdersPerPosition(),
        l.positions(),
        l.markets(),
        l.marketsPerEvent(),
        l.levels(),
        l.eventText(),
        l.payout(),
        l.orderNotional(),
        l.positionNotional(),
        l.houseDebt(),
        l.transfers(),
        l.clientOrderIds(),
        l.clientOrderIdsForMs(),
        slice);
  }
}
