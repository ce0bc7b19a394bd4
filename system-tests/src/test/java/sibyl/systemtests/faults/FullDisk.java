package sibyl.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;

/** Something else fills the disk that the data directory is on, to the last byte or nearly. */
final class FullDisk {
  /** What the program is told to keep back where that is tried. */
  static final int RESERVE_MB = 64;

  private static final int MEBIBYTE = 1 << 20;
  private static final int ORDERS = 40;
  private static final Duration LONGEST = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LoopDisk disk;
  private final Path ballast;

  FullDisk(LoopDisk disk) {
    this.disk = disk;
    ballast = disk.root().resolve("ballast");
  }

  /**
   * Nearly: below its reserve the exchange takes cancellations only, by itself, and opens by
   * itself.
   */
  void belowTheReserve(Scene scene) throws IOException {
    scene.tradeAWhile(ORDERS, LONGEST);
    scene.crowd().rest();
    fill(disk.freeBytes() - RESERVE_MB * (long) MEBIBYTE + MEBIBYTE);
    Person person = scene.crowd().person(0);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> person.getRoot("/health/ready").text().contains("cancel-only"));
    scene.crowd().trade();
    scene.pass(LONGEST);
    scene.crowd().rest();
    person.delete("/orders").expect(200);
    Files.delete(ballast);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !person.getRoot("/health/ready").text().contains("cancel-only"));
    scene.crowd().trade();
    scene.crowd().awaitAcknowledged(scene.sibyl(), ORDERS);
    scene.crowd().rest();
  }

  /**
   * To the last byte, without a reserve: the program goes on acknowledging, or it ends; it is never
   * there without serving. Then there is room, and it serves.
   */
  void toTheLastByte(Scene scene) throws IOException {
    scene.tradeAWhile(ORDERS, LONGEST);
    fill(Long.MAX_VALUE);
    int before = scene.crowd().recorder().acknowledged();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                !scene.sibyl().isRunning()
                    || scene.crowd().recorder().acknowledged() > before + 10 * ORDERS);
    scene.crowd().rest();
    if (scene.sibyl().isRunning()) {
      Reply live = scene.crowd().person(0).getRoot("/health/live");
      assertThat(live.status()).as(live.text()).isEqualTo(200);
      Files.delete(ballast);
      scene.crowd().trade();
      scene.crowd().awaitAcknowledged(scene.sibyl(), ORDERS);
      scene.crowd().rest();
    } else {
      assertThat(scene.sibyl().output()).contains("the program stops");
      Files.delete(ballast);
      scene.serveAgain();
    }
  }

  /** Writes until so much is written or the disk takes no more. */
  private void fill(long bytes) throws IOException {
    byte[] block = new byte[MEBIBYTE / 4];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (long written = 0; written < bytes; written += block.length) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }
}
