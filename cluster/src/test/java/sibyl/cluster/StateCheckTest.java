package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.JournalFollower;

/** One member alone, whose log says what its state was. */
class StateCheckTest {
  private static final int LAST = 50;

  @TempDir Path directory;

  @Test
  void aReplayToTheSameStateGoesOn() {
    runWithOneCheck(node -> {});

    try (ClusterNode again = Nodes.start(config())) {
      assertThat(again.status().stateChecksAgreed()).isEqualTo(1);
      assertThat(again.state()).isEqualTo(ClusterNode.State.RUNNING);
    }
  }

  @Test
  void aReplayToAnotherStateThanTheLogStatesStops() {
    runWithOneCheck(node -> node.inspect(Altered::silently).join());

    assertThatThrownBy(
            () -> {
              try (ClusterNode again = Nodes.start(config())) {
                assertThat(again.status().stateChecks()).isPositive();
              }
            })
        .hasMessageContaining("comes to another state than when it was written")
        .hasMessageContaining("after event")
        .hasMessageContaining("restore the whole data directory from a backup");
  }

  @Test
  void anIdleExchangeIsNotCheckedAgainAndAgain() {
    var often = new ClusterNodeConfig.StateChecks(Duration.ofMillis(1), 1);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(directory).withStateChecks(often));
        JournalFollower _ = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 1);
      Trader.awaitAnswer(witness, 1);
      awaitAgreed(node);
      // Statements are entries of the log as well: they must not call for the next check.
      trader.submit(2, 2);
      Trader.awaitAnswer(witness, 2);
      assertThat(node.status().stateChecks()).isLessThanOrEqualTo(2);
      assertThat(node.status().inputs()).isEqualTo(2);
      assertThat(node.status().malformed()).isZero();
    }
  }

  private void runWithOneCheck(Consumer<ClusterNode> beforeIt) {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config());
        JournalFollower _ = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, LAST);
      Trader.awaitAnswer(witness, LAST);
      beforeIt.accept(node);
      trader.submit(to -> Commands.giveDeposit(LAST + 1, to));
      Trader.awaitAnswer(witness, LAST + 1);
      awaitAgreed(node);
    }
  }

  private static void awaitAgreed(ClusterNode node) {
    long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
    while (node.status().stateChecksAgreed() == 0) {
      assertThat(node.state()).isEqualTo(ClusterNode.State.RUNNING);
      assertThat(System.nanoTime()).as("a state check").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private ClusterNodeConfig config() {
    return Nodes.withoutSnapshots(directory)
        .withStateChecks(new ClusterNodeConfig.StateChecks(Duration.ofDays(1), LAST + 1));
  }
}
