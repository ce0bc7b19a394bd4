package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTailsTest {
  private static final int HEADER = 32;
  private static final int SEGMENT = 4 * 1024 * 1024;

  @TempDir Path archive;
  private final ByteBuffer bytes = ByteBuffer.allocate(SEGMENT).order(ByteOrder.LITTLE_ENDIAN);
  private int end;

  @BeforeEach
  void threeFrames() {
    frame(100);
    frame(5000);
    frame(0);
  }

  @Test
  void wholeFramesAreLeftAsTheyAre() throws Exception {
    write("0-0.rec");
    assertThat(repair()).isZero();
    assertUnchanged("0-0.rec");
  }

  @Test
  void aFrameOfWhichOnlyAPartWasWrittenIsRemoved() throws Exception {
    int whole = end;
    frame(9000);
    // Its last page never reached the disk.
    Arrays.fill(bytes.array(), end - 4096, end, (byte) 0);
    write("0-0.rec");
    assertThat(repair()).isOne();
    Arrays.fill(bytes.array(), whole, end, (byte) 0);
    assertUnchanged("0-0.rec");
  }

  @Test
  void framesBehindOneThatIsMissingAreRemoved() throws Exception {
    int whole = end;
    frame(5000);
    int behind = end;
    frame(300);
    Arrays.fill(bytes.array(), whole, behind, (byte) 0);
    write("0-0.rec");
    assertThat(repair()).isOne();
    Arrays.fill(bytes.array(), whole, end, (byte) 0);
    assertUnchanged("0-0.rec");
  }

  @Test
  void damageFarFromTheEndIsNotRepaired() throws Exception {
    bytes.put(200, (byte) 77);
    while (end < SegmentTails.BLOCK_LENGTH_MAX + 100_000) {
      frame(30_000);
    }
    write("0-0.rec");
    assertThatThrownBy(() -> repair())
        .hasMessageContaining("0-0.rec")
        .hasMessageContaining("far from its end");
    assertUnchanged("0-0.rec");
  }

  @Test
  void onlyTheLastSegmentOfEachRecordingIsLookedAt() throws Exception {
    byte[] torn = new byte[SEGMENT];
    torn[0] = 100;
    torn[40] = 1;
    Files.write(archive.resolve("3-0.rec"), torn);
    write("3-" + SEGMENT + ".rec");
    assertThat(repair()).isZero();
  }

  @Test
  void withoutAnArchiveThereIsNothingToDo() {
    var none = new ArchiveFiles(archive.resolve("none"), removed());
    assertThat(new SegmentTails(none).repair(Set.of())).isZero();
  }

  @Test
  void aFlippedBitWithGoodFramesBehindItIsDamageAndNothingIsTouched() throws Exception {
    for (int bit = 0; bit < 8 * 200; bit += 7) {
      clear();
      threeFrames();
      int at = end;
      frame(200);
      frame(300);
      flip(8 * (at + HEADER) + bit);
      write("0-0.rec");
      assertThatThrownBy(this::repair)
          .hasMessageContaining("0-0.rec is damaged at byte " + at)
          .hasMessageContaining("good frames behind it")
          .hasMessageContaining("Restore");
      assertUnchanged("0-0.rec");
    }
  }

  @Test
  void aCopyOfEveryClearedByteIsKept() throws Exception {
    int whole = end;
    frame(9000);
    flip(8 * (whole + 5000));
    write("0-0.rec");
    assertThat(repair()).isOne();
    try (Stream<Path> copies = Files.list(removed())) {
      Path copy = copies.findFirst().orElseThrow();
      assertThat(copy.getFileName().toString()).startsWith("0-0.rec-at-" + whole);
      byte[] kept = Files.readAllBytes(copy);
      assertThat(kept).isEqualTo(Arrays.copyOfRange(bytes.array(), whole, whole + kept.length));
      assertThat(whole + kept.length).isGreaterThan(end - 32);
    }
  }

  @Test
  void aCompleteRecordingHasNoEndThatCouldBeTorn() throws Exception {
    int whole = end;
    frame(100);
    flip(8 * (whole + HEADER + 10));
    write("7-0.rec");
    var tails = new SegmentTails(new ArchiveFiles(archive, removed()));
    assertThat(tails.repair(Set.of(7L))).isZero();
    assertUnchanged("7-0.rec");
  }

  private int repair() {
    return new SegmentTails(new ArchiveFiles(archive, removed())).repair(Set.of());
  }

  private Path removed() {
    return archive.resolve("removed");
  }

  private void clear() {
    Arrays.fill(bytes.array(), (byte) 0);
    end = 0;
  }

  private void flip(int bit) {
    bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
  }

  private void frame(int length) {
    int aligned = (HEADER + length + 31) / 32 * 32;
    for (int i = end + HEADER; i < end + HEADER + length; i++) {
      bytes.put(i, (byte) (i % 250 + 1));
    }
    var crc = new CRC32C();
    crc.update(bytes.array(), end + HEADER, aligned - HEADER);
    bytes.putInt(end, HEADER + length);
    bytes.put(end + 5, (byte) 0xC0);
    bytes.putInt(end + 8, end);
    bytes.putShort(end + 6, (short) 1);
    bytes.putInt(end + 12, (int) crc.getValue());
    end += aligned;
  }

  private void write(String name) throws Exception {
    Files.write(archive.resolve(name), bytes.array());
  }

  private void assertUnchanged(String name) throws Exception {
    assertThat(Files.readAllBytes(archive.resolve(name))).isEqualTo(bytes.array());
  }
}
