package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.engine.Engine;

/** A member whose files are damaged or do not belong together: it says so, or comes back whole. */
class DamageTest {
  private static final int SBE_HEADER = 8;

  @TempDir Path folder;

  @Test
  void aDamagedNewestSnapshotIsSetAsideForAnOlderOne() throws Exception {
    Path directory = folder.resolve("data");
    ClusterNodeConfig config = Nodes.withoutSnapshots(directory);
    try (ClusterNode node = Nodes.start(config);
        var trader = new Trader(node)) {
      submit(node, trader, 1, 300);
      assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      submit(node, trader, 301, 600);
      assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      submit(node, trader, 601, 700);
    }
    flipInSnapshot(directory, 0);
    assertStateAfter(config, 700);

    // The older one too: the log, which is kept for that, is applied from its beginning.
    flipInSnapshot(directory, 1);
    assertStateAfter(config, 700);
  }

  @Test
  void aJournalAheadOfTheLogStopsTheStart() throws Exception {
    Path running = folder.resolve("running");
    Path crashed = folder.resolve("crashed");
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(running));
        var trader = new Trader(node)) {
      submit(node, trader, 1, 500);
      // What a crash would leave.
      Nodes.copy(running, crashed);
    }
    cutEnd(segmentOf(crashed, logOf(crashed)), 2_000);

    assertStartFails(crashed, "the log has lost its end");
  }

  @Test
  void aJournalWithOtherEventsStopsTheStart() throws Exception {
    Path directory = folder.resolve("data");
    run(directory, 1, 500);
    forge(segmentOf(directory, 1 - logOf(directory)), 40);

    assertStartFails(directory, "the journal has other events from number");
  }

  /** Changes one byte of an event, and makes the checksums around it right again. */
  private static void forge(Path journal, int frame) throws IOException {
    byte[] array = Files.readAllBytes(journal);
    ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    int offset = 0;
    for (int i = 0; i < frame; i++) {
      offset += (bytes.getInt(offset) + 31) / 32 * 32;
    }
    int payload = offset + 32;
    int length = bytes.getInt(offset) - 32;
    int changed = payload + length - 3;
    bytes.put(changed, (byte) (bytes.get(changed) ^ 1));
    int summed = SBE_HEADER + Integer.BYTES;
    bytes.putInt(payload + SBE_HEADER, crc(array, payload + summed, length - summed));
    bytes.putInt(offset + 12, crc(array, payload, (length + 31) / 32 * 32));
    Files.write(journal, array);
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static void run(Path directory, long first, long last) throws Exception {
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(directory));
        var trader = new Trader(node)) {
      submit(node, trader, first, last);
    }
  }

  private static void submit(ClusterNode node, Trader trader, long first, long last) {
    trader.submit(first, last);
    var witness = new Witness();
    try (JournalFollower _ =
        JournalFollower.start(node.address(), "all", 0, witness, new FollowerListener() {})) {
      Trader.awaitAnswer(witness, last);
    }
  }

  private static void assertStateAfter(ClusterNodeConfig config, long last) throws Exception {
    try (ClusterNode node = Nodes.start(config)) {
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(last, Nodes.LIMITS).stateHash());
    }
  }

  private static void assertStartFails(Path directory, String message) {
    ClusterNode node = ClusterNode.launch(Nodes.withoutSnapshots(directory));
    try {
      assertThatThrownBy(() -> node.awaitReady(Trader.PATIENCE)).hasMessageContaining(message);
      assertThat(node.state()).isEqualTo(ClusterNode.State.FAILED);
    } finally {
      node.close();
    }
  }

  /** Flips a bit in the service's part of a snapshot; 0 is the newest. */
  private static void flipInSnapshot(Path directory, int age) throws IOException {
    long recording;
    try (var log = new RecordingLog(directory.resolve("cluster").toFile(), false)) {
      recording =
          log.entries().stream()
              .filter(entry -> entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT)
              .filter(entry -> entry.serviceId == 0)
              .sorted(
                  Comparator.comparingLong((RecordingLog.Entry entry) -> entry.logPosition)
                      .reversed())
              .skip(age)
              .findFirst()
              .orElseThrow()
              .recordingId;
    }
    try (var file = new RandomAccessFile(segmentOf(directory, recording).toFile(), "rw")) {
      file.seek(100);
      int old = file.read();
      file.seek(100);
      file.write(old ^ 4);
    }
  }

  private static long logOf(Path directory) {
    try (var log = new RecordingLog(directory.resolve("cluster").toFile(), false)) {
      return log.findLastTermRecordingId();
    }
  }

  private static Path segmentOf(Path directory, long recording) {
    return directory.resolve("archive").resolve(recording + "-0.rec");
  }

  private static void cutEnd(Path segment, int bytes) throws IOException {
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      long end = 0;
      for (int length = 1; length > 0 && end < file.length(); ) {
        file.seek(end);
        length = Integer.reverseBytes(file.readInt());
        end += length <= 0 ? 0 : (length + 31) / 32 * 32L;
      }
      file.seek(end - bytes);
      file.write(new byte[bytes]);
    }
  }
}
