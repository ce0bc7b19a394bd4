package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JournalFollowerTest {
  @TempDir Path directory;

  /** More than three terms of the journal, so that there is something to search. */
  private static final long MANY = 30_000;

  @Test
  void beginsAfterAnyEventAndSeesEveryLaterOneOnce() throws Exception {
    var random = new Random(11);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower all = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, MANY);
      Trader.awaitAnswer(witness, MANY);
      long end = all.lastSeq();
      for (int i = 0; i < 12; i++) {
        long after = i == 0 ? 1 : i == 1 ? end - 1 : i == 2 ? end : random.nextLong(end);
        var late = new Witness();
        try (JournalFollower follower = Nodes.follow(node, after, late)) {
          assertThat(follower.awaitSeq(end, Trader.PATIENCE)).isTrue();
          if (after < end) {
            long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
            while (late.lastSeq() < end) {
              assertThat(System.nanoTime()).isLessThan(deadline);
              Thread.onSpinWait();
            }
            assertThat(late.firstSeq()).as("first after " + after).isEqualTo(after + 1);
          }
          assertThat(follower.failure()).isNull();
        }
      }
    }
  }

  @Test
  void severalFollowTheSameJournal() {
    var first = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower one = Nodes.follow(node, 0, first);
        var trader = new Trader(node)) {
      trader.submit(1, 100);
      var others = new ArrayList<Witness>();
      var followers = new ArrayList<JournalFollower>();
      for (int i = 0; i < 5; i++) {
        others.add(new Witness());
        followers.add(Nodes.follow(node, 0, others.get(i)));
      }
      trader.submit(101, 3000);
      Trader.awaitAnswer(first, 3000);
      for (Witness other : others) {
        Trader.awaitAnswer(other, 3000);
        assertThat(other.answers()).hasSize(3000);
      }
      assertThat(one.awaitSeq(first.lastSeq(), Trader.PATIENCE)).isTrue();
      followers.forEach(JournalFollower::close);
    }
  }

  @Test
  void oneThatIsFrozenDoesNotSlowTheExchange() throws Exception {
    var frozen = new CountDownLatch(1);
    var thaw = new CountDownLatch(1);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        JournalFollower sleeper =
            JournalFollower.startFrames(
                node.address(),
                "sleeper",
                0,
                (buffer, offset, length, first, last) -> {
                  frozen.countDown();
                  awaitQuietly(thaw);
                },
                new FollowerListener() {});
        var trader = new Trader(node)) {
      trader.submit(1, 100);
      assertThat(frozen.await(30, TimeUnit.SECONDS)).isTrue();
      // Several times what fits between the archive and a reader that takes nothing.
      trader.submit(101, MANY);
      Trader.awaitAnswer(witness, MANY);
      assertThat(witness.answers()).hasSize((int) MANY);
      assertThat(sleeper.lastSeq()).isZero();

      thaw.countDown();
      assertThat(sleeper.awaitSeq(follower.lastSeq(), Trader.PATIENCE)).isTrue();
    }
  }

  @Test
  void stopsAndSaysWhyWhenItsHandlerThrows() throws Exception {
    var told = new CompletableFuture<Throwable>();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower =
            JournalFollower.startFrames(
                node.address(),
                "broken",
                0,
                (buffer, offset, length, first, last) -> {
                  throw new IllegalArgumentException("cannot take " + first);
                },
                new FollowerListener() {
                  @Override
                  public void onFailure(Throwable cause) {
                    told.complete(cause);
                  }
                });
        var trader = new Trader(node)) {
      trader.submit(1, 1);
      assertThat(told.get(30, TimeUnit.SECONDS)).hasMessageContaining("cannot take 1");
      assertThat(follower.failure()).hasMessageContaining("cannot take 1");
      assertThat(follower.lastSeq()).isZero();
      assertThat(node.state()).isEqualTo(ClusterNode.State.RUNNING);
    }
  }

  @Test
  void goesOnByItselfWhenTheNodeIsStartedAgain() {
    ClusterNodeConfig config = Nodes.config(directory);
    var witness = new Witness();
    ClusterNode node = Nodes.start(config);
    ClusterAddress address = node.address();
    try (JournalFollower follower =
        JournalFollower.start(address, "loyal", 0, witness, new FollowerListener() {})) {
      try (node;
          var trader = new Trader(node)) {
        trader.submit(1, 500);
        Trader.awaitAnswer(witness, 500);
      }
      try (ClusterNode again = Nodes.start(config);
          var trader = new Trader(again)) {
        trader.submit(501, 1000);
        Trader.awaitAnswer(witness, 1000);
        assertThat(witness.answers())
            .hasSize(1000)
            .allSatisfy((number, times) -> assertThat(times).isOne());
        assertThat(follower.connections()).isGreaterThanOrEqualTo(2);
      }
    }
  }

  @Test
  void waitsRatherThanReadAJournalThatIsNotItsOwn() {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 50);
      Trader.awaitAnswer(witness, 50);
      var stranger = new Witness();
      try (JournalFollower ahead = Nodes.follow(node, witness.lastSeq() + 1000, stranger)) {
        assertThat(ahead.awaitSeq(witness.lastSeq() + 1001, Duration.ofSeconds(1))).isFalse();
        assertThat(ahead.isLive()).isFalse();
        assertThat(stranger.lastSeq()).isZero();
      }
      assertThat(follower.failure()).isNull();
    }
  }

  @Test
  void saysWhenItIsLiveAndWhenThereIsNothingMore() throws Exception {
    var idle = new CountDownLatch(1);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower =
            JournalFollower.start(
                node.address(),
                "live",
                0,
                witness,
                new FollowerListener() {
                  @Override
                  public void onIdle() {
                    idle.countDown();
                  }
                });
        var trader = new Trader(node)) {
      trader.submit(1, 100);
      Trader.awaitAnswer(witness, 100);
      assertThat(idle.await(30, TimeUnit.SECONDS)).isTrue();
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (!follower.isLive()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(follower.lagBytes()).isZero();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
