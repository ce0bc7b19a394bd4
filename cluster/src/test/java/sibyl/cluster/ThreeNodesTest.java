package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.ClientDriver;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.MemberAddress;
import sibyl.cluster.service.StateDivergedException;
import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;

/** Three members in one process, over UDP, with a client and a follower that know all three. */
class ThreeNodesTest {
  private static final Duration ELECTION = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theyGoOnWithoutTheirLeaderAndTakeItBack() throws Exception {
    List<MemberAddress> members = addresses();
    var nodes = new ArrayList<ClusterNode>();
    for (int id = 0; id < 3; id++) {
      nodes.add(ClusterNode.launch(config(id, members)));
    }
    var witness = new Witness();
    try (ClientDriver driver = ClientDriver.start()) {
      nodes.forEach(node -> node.awaitReady(ELECTION));
      var address =
          new ClusterAddress.Remote(driver.aeronDirectory(), "localhost", members, Nodes.SECRET);
      try (JournalFollower follower =
              JournalFollower.start(address, "remote", 0, witness, new FollowerListener() {});
          var trader = new Trader(address)) {
        trader.submit(1, 2000);
        Trader.awaitAnswer(witness, 2000);

        int leader = leader(nodes);
        nodes.get(leader).close();
        deposit(trader, witness, 2001, 2050);
        assertThat(follower.failure()).isNull();
        assertThat(leader(nodes)).isNotEqualTo(leader);

        nodes.set(leader, ClusterNode.launch(config(leader, members)));
        nodes.get(leader).awaitReady(ELECTION);
        deposit(trader, witness, 2051, 2100);
        assertThat(follower.failure()).isNull();

        long seq = witness.lastSeq();
        for (ClusterNode node : nodes) {
          await(() -> lastSeq(node) == seq);
          var local = new Witness();
          try (JournalFollower ofThisMember = Nodes.follow(node, 0, local)) {
            assertThat(ofThisMember.awaitSeq(seq, Trader.PATIENCE)).isTrue();
            assertThat(local.answers()).isEqualTo(witness.answers());
          }
        }
        long hash = nodes.getFirst().inspect(Engine::stateHash).get();
        for (ClusterNode node : nodes) {
          assertThat(node.inspect(Engine::stateHash).get()).isEqualTo(hash);
        }
      }
    } finally {
      nodes.forEach(ClusterNode::close);
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aMemberWithOtherLimitsStopsAndTheOthersGoOn() throws Exception {
    List<MemberAddress> members = addresses();
    Limits others = Nodes.LIMITS.with(to -> to.slice = 77);
    var nodes = new ArrayList<ClusterNode>();
    ClusterNode odd = null;
    try (ClientDriver driver = ClientDriver.start()) {
      for (int id = 0; id < 2; id++) {
        nodes.add(ClusterNode.launch(config(id, members)));
      }
      nodes.forEach(node -> node.awaitReady(ELECTION));
      odd =
          ClusterNode.launch(
              ClusterNodeConfig.singleNode(directory.resolve("node-2"), Nodes.SECRET, others)
                  .withFileSyncLevel(0)
                  .withMembers(2, members));

      assertThat(odd.failure().get(ELECTION.toSeconds(), TimeUnit.SECONDS))
          .hasMessageContaining("is written with other limits than this member has");

      var witness = new Witness();
      var address =
          new ClusterAddress.Remote(driver.aeronDirectory(), "localhost", members, Nodes.SECRET);
      try (JournalFollower follower =
              JournalFollower.start(address, "remote", 0, witness, new FollowerListener() {});
          var trader = new Trader(address)) {
        trader.submit(1, 100);
        Trader.awaitAnswer(witness, 100);
        assertThat(follower.failure()).isNull();
      }
    } finally {
      if (odd != null) {
        odd.close();
      }
      nodes.forEach(ClusterNode::close);
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aFollowerWhoseStateDiffersStopsAndTheOthersGoOn() throws Exception {
    oneWhoseStateDiffersStops(false);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aLeaderWhoseStateDiffersStopsAndTheOthersGoOn() throws Exception {
    oneWhoseStateDiffersStops(true);
  }

  private void oneWhoseStateDiffersStops(boolean leads) throws Exception {
    List<MemberAddress> members = addresses();
    var check = new ClusterNodeConfig.StateChecks(Duration.ofDays(1), 51);
    var nodes = new ArrayList<ClusterNode>();
    for (int id = 0; id < 3; id++) {
      nodes.add(ClusterNode.launch(config(id, members).withStateChecks(check)));
    }
    var witness = new Witness();
    try (ClientDriver driver = ClientDriver.start()) {
      nodes.forEach(node -> node.awaitReady(ELECTION));
      var address =
          new ClusterAddress.Remote(driver.aeronDirectory(), "localhost", members, Nodes.SECRET);
      try (JournalFollower follower =
              JournalFollower.start(address, "remote", 0, witness, new FollowerListener() {});
          var trader = new Trader(address)) {
        trader.submit(1, 50);
        Trader.awaitAnswer(witness, 50);
        int odd = (leader(nodes) + (leads ? 0 : 1)) % 3;
        long seq = witness.lastSeq();
        await(() -> lastSeq(nodes.get(odd)) == seq);

        nodes.get(odd).inspect(Altered::silently).get();
        deposit(trader, witness, 51, 51);

        assertThat(nodes.get(odd).failure().get(ELECTION.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOf(StateDivergedException.class)
            .hasMessageContaining("the state of member " + odd + " differs")
            .hasMessageContaining("replace it by an empty one");
        deposit(trader, witness, 52, 60);
        assertThat(follower.failure()).isNull();
        for (int id = 0; id < 3; id++) {
          if (id != odd) {
            assertThat(nodes.get(id).state()).isEqualTo(ClusterNode.State.RUNNING);
            assertThat(nodes.get(id).status().stateChecksAgreed()).isPositive();
          }
        }

        // Its log is good: applied again, it leads to the state that the others have.
        nodes.get(odd).close();
        nodes.set(odd, ClusterNode.launch(config(odd, members).withStateChecks(check)));
        nodes.get(odd).awaitReady(ELECTION);
        deposit(trader, witness, 61, 61);
        long last = witness.lastSeq();
        await(() -> lastSeq(nodes.get(odd)) == last);
        assertThat(nodes.get(odd).state()).isEqualTo(ClusterNode.State.RUNNING);
      }
    } finally {
      nodes.forEach(ClusterNode::close);
    }
  }

  /** One after the other, each sent again until it is answered: a transfer counts once. */
  private static void deposit(Trader trader, Witness witness, long first, long last) {
    for (long number = first; number <= last; number++) {
      long now = number;
      long deadline = System.nanoTime() + ELECTION.toNanos();
      while (witness.answersTo(now) == 0) {
        assertThat(System.nanoTime()).as("answer to command " + now).isLessThan(deadline);
        trader.submit(to -> Commands.giveDeposit(now, to));
        long again = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (witness.answersTo(now) == 0 && System.nanoTime() < again) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private ClusterNodeConfig config(int id, List<MemberAddress> members) {
    return Nodes.withoutSnapshots(directory.resolve("node-" + id)).withMembers(id, members);
  }

  private static List<MemberAddress> addresses() {
    var found = new ArrayList<MemberAddress>();
    while (found.size() < 3) {
      int base = FreePorts.row("localhost");
      if (found.stream()
          .noneMatch(other -> Math.abs(other.basePort() - base) < MemberAddress.PORTS)) {
        found.add(new MemberAddress("localhost", base));
      }
    }
    return found;
  }

  private static int leader(List<ClusterNode> nodes) {
    var found = new ArrayList<Integer>();
    await(
        () -> {
          found.clear();
          for (int id = 0; id < nodes.size(); id++) {
            if (nodes.get(id).status().leads()) {
              found.add(id);
            }
          }
          return found.size() == 1;
        });
    return found.getFirst();
  }

  private static long lastSeq(ClusterNode node) {
    return node.inspect(Engine::lastSeq).join();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + ELECTION.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
