package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.JournalFollower;
import sibyl.engine.Engine;

/** A process that is killed at any moment, again and again, under load. */
class CrashIT {
  private static final int KILLS = 6;
  private static final long SEED = Long.getLong("sibyl.test.seed", 20261121L);

  @TempDir Path directory;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void killedSixTimesItLosesNoAnswerAndDoublesNone() throws Exception {
    var random = new Random(SEED);
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long before = acknowledged;
      acknowledged = runAndKill(random, before);
      assertThat(acknowledged).as("progress in run " + kill).isGreaterThan(before);
      if (kill % 2 == 1) {
        tearTheEndOfEveryRecording(random);
      }
    }

    var witness = new Witness();
    try (ClusterNode node =
            Nodes.start(ClusterNodeConfig.singleNode(directory, Nodes.SECRET, Nodes.LIMITS));
        JournalFollower follower = Nodes.follow(node, 0, witness)) {
      long seq = node.inspect(Engine::lastSeq).get();
      assertThat(follower.awaitSeq(seq, Trader.PATIENCE)).isTrue();

      long accepted = witness.answers().size();
      assertThat(accepted).as("what was acknowledged").isGreaterThanOrEqualTo(acknowledged);
      assertThat(witness.answers().values()).as("answered once").containsOnly(1);
      assertThat(witness.answersTo(accepted)).as("no number left out").isOne();
      assertThat(witness.firstSeq()).isOne();
      assertThat(witness.rejections()).isZero();
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(accepted, Nodes.LIMITS).stateHash());
    }
  }

  /** Starts the process, lets it work for a while, kills it; returns the last answer it printed. */
  private long runAndKill(Random random, long before) throws Exception {
    var acknowledged = new AtomicLong(before);
    Process process = CrashingNode.start(directory, 300 + random.nextInt(3000));
    var reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
                    // The kill may cut the last line short; it is then a smaller number.
                    lines
                        .lines()
                        .mapToLong(Long::parseLong)
                        .forEach(number -> acknowledged.accumulateAndGet(number, Math::max));
                  } catch (IOException | UncheckedIOException end) {
                    assertThat(end).isNotNull();
                  }
                });
    try {
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (acknowledged.get() == before && process.isAlive()) {
        assertThat(System.nanoTime()).as("first answer").isLessThan(deadline);
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
      assertThat(process.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS))
          .as("ended by itself")
          .isFalse();
    } finally {
      process.destroyForcibly();
      process.waitFor();
      reader.join();
    }
    return acknowledged.get();
  }

  /** What a write that was cut off may leave: the head of a frame, and only some of the rest. */
  private void tearTheEndOfEveryRecording(Random random) throws IOException {
    List<Path> segments;
    try (Stream<Path> files = Files.list(directory.resolve("archive"))) {
      segments = files.filter(file -> file.toString().endsWith(".rec")).toList();
    }
    for (Path last : lastOfEach(segments)) {
      try (var file = new RandomAccessFile(last.toFile(), "rw")) {
        long end = endOfFrames(file);
        if (end > 0 && end + 8192 < file.length()) {
          file.seek(end);
          file.writeInt(Integer.reverseBytes(4096 + random.nextInt(1000)));
          file.write(new byte[] {0, (byte) 0xC0, 1, 0});
          var some = new byte[random.nextInt(2000)];
          random.nextBytes(some);
          file.write(some);
        }
      }
    }
  }

  private static List<Path> lastOfEach(List<Path> segments) {
    return segments.stream()
        .sorted(Comparator.comparingLong(CrashIT::position))
        .collect(
            java.util.stream.Collectors.toMap(
                segment -> segment.getFileName().toString().split("-")[0],
                segment -> segment,
                (one, later) -> later))
        .values()
        .stream()
        .toList();
  }

  private static long position(Path segment) {
    return Long.parseLong(segment.getFileName().toString().split("[-.]")[1]);
  }

  private static long endOfFrames(RandomAccessFile file) throws IOException {
    long offset = 0;
    while (offset < file.length()) {
      file.seek(offset);
      int length = Integer.reverseBytes(file.readInt());
      if (length <= 0) {
        return offset;
      }
      offset += (length + 31) / 32 * 32L;
    }
    return offset;
  }
}
