package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;

/** The files of a member that runs, copied up to one place of its log. */
class LogFilesTest {
  @TempDir Path folder;

  @Test
  void aCopyMadeWhileCommandsFlowComesToTheStateAtItsPlace() throws Exception {
    Path running = folder.resolve("running");
    Path copy = folder.resolve("copy");
    StateAt state;
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(running));
        var trader = new Trader(node)) {
      answered(node, trader, 1, 2_000);
      assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      answered(node, trader, 2_001, 3_000);
      Thread more = Thread.ofPlatform().start(() -> trader.submit(3_001, 30_000));
      state = stateOf(node);
      new LogFiles(running).copy(copy, state.logPosition(), state.seq(), bytes -> {});
      more.join();
      answered(node, trader, 30_001, 30_001);
      assertThat(stateOf(node).seq()).isGreaterThan(state.seq());
    }
    assertThat(replay(copy).end()).isEqualTo(state);
    // The copy is as it was and starts as a member.
    assertThat(replay(copy).end()).isEqualTo(state);
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(copy));
        var trader = new Trader(node)) {
      assertThat(stateOf(node).hash()).isEqualTo(state.hash());
      answered(node, trader, 40_001, 40_001);
    }
  }

  @Test
  void aCopyEndsAtAnEarlierEventAlsoBeforeTheNewestSnapshot() throws Exception {
    Path original = folder.resolve("original");
    StateAt early;
    StateAt late;
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(original));
        var trader = new Trader(node)) {
      answered(node, trader, 1, 300);
      early = stateOf(node);
      answered(node, trader, 301, 600);
      assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      answered(node, trader, 601, 900);
      late = stateOf(node);
      answered(node, trader, 901, 1_000);
    }
    assertThat(cutAt(original, early)).isEqualTo(early);
    assertThat(cutAt(original, late)).isEqualTo(late);
  }

  private StateAt cutAt(Path original, StateAt wanted) throws IOException {
    Optional<StateAt> cut = replay(original).last(state -> state.seq() <= wanted.seq());
    assertThat(cut).map(StateAt::seq).contains(wanted.seq());
    Path copy = folder.resolve("cut-" + wanted.seq());
    new LogFiles(original).copy(copy, cut.orElseThrow().logPosition(), wanted.seq(), bytes -> {});
    StateAt state = replay(copy).end();
    return new StateAt(wanted.logPosition(), state.seq(), state.timeMs(), state.hash());
  }

  @Test
  void whatIsDamagedIsNotCopiedButNamed() throws Exception {
    Path original = folder.resolve("original");
    StateAt state;
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(original));
        var trader = new Trader(node)) {
      answered(node, trader, 1, 500);
      state = stateOf(node);
    }
    for (int recording = 0; recording < 2; recording++) {
      Path segment = original.resolve("archive").resolve(recording + "-0.rec");
      flip(segment, 5_000);
      assertThatThrownBy(
              () ->
                  new LogFiles(original)
                      .copy(
                          Files.createTempDirectory(folder, "copy"),
                          state.logPosition(),
                          state.seq(),
                          bytes -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(segment + " is damaged at byte");
      flip(segment, 5_000);
    }
  }

  @Test
  void aMemberThatIsACopyLeavesTheBuffersOfTheOriginalAlone() throws Exception {
    Path original = folder.resolve("original");
    Path copy = folder.resolve("copy");
    run(original);
    Nodes.copy(original, copy);
    try (ClusterNode first = Nodes.start(Nodes.withoutSnapshots(original));
        ClusterNode second = Nodes.start(Nodes.withoutSnapshots(copy))) {
      assertThat(first.address().aeronDirectory()).isNotEqualTo(second.address().aeronDirectory());
      assertThat(first.state()).isEqualTo(ClusterNode.State.RUNNING);
      try (var trader = new Trader(first)) {
        answered(first, trader, 501, 501);
      }
    }
  }

  private static void run(Path directory) {
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(directory));
        var trader = new Trader(node)) {
      answered(node, trader, 1, 500);
    }
  }

  private LogReplay replay(Path directory) {
    return new LogReplay(directory, folder.resolve("trial"), Nodes.LIMITS, inputs -> {});
  }

  private static StateAt stateOf(ClusterNode node) throws Exception {
    return node.stateAt().get(30, TimeUnit.SECONDS);
  }

  private static void answered(ClusterNode node, Trader trader, long first, long last) {
    trader.submit(first, last);
    var witness = new Witness();
    try (JournalFollower _ =
        JournalFollower.start(node.address(), "all", 0, witness, new FollowerListener() {})) {
      Trader.awaitAnswer(witness, last);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int value = bytes.read();
      bytes.seek(at);
      bytes.write(value ^ 1);
    }
  }
}
