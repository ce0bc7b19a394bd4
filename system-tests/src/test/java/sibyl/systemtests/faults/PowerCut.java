package sibyl.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sibyl.cluster.client.PrivateDirectory;
import sibyl.systemtests.program.Processes;

/**
 * The machine loses power: its processes and all that was not on the disk are gone at once. In half
 * of the cuts the disk goes a moment before the processes do, so that the program sees it fail and
 * could answer what it can no longer keep.
 */
final class PowerCut implements AutoCloseable {
  private static final int ORDERS = 40;
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final Duration A_MOMENT = Duration.ofMillis(60);

  private LoopDisk disk;

  PowerCut(LoopDisk disk) {
    this.disk = disk;
  }

  /** Trade, cut, power back, and serve; sometimes it has only just been started. */
  void strike(Scene scene) {
    if (scene.random().nextInt(3) == 0) {
      scene.sibyl().stop();
      scene.serveAgain();
    }
    scene.tradeAWhile(ORDERS, LONGEST);
    cut(scene);
    scene.serveAgain();
  }

  /** While people trade: what is left is on the disk, and nothing runs. */
  void cut(Scene scene) {
    List<ProcessHandle> database = scene.database();
    Path memory = memory(scene.data());
    if (scene.random().nextBoolean()) {
      disk.losePower();
      scene.pass(A_MOMENT);
      scene.sibyl().kill();
    } else {
      scene.sibyl().kill();
      disk.losePower();
    }
    Processes.signal("-KILL", database);
    scene.crowd().rest();
    forget(memory);
    awaitEnd(database);
    disk = disk.afterPowerLoss();
  }

  /** Where the program keeps what need not outlast power, under a name of the file system. */
  private static Path memory(Path data) {
    try {
      return Path.of(Files.readAllLines(data.resolve("cluster/aeron.directory")).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forget(Path memory) {
    if (memory.startsWith("/dev/shm")) {
      PrivateDirectory.delete(memory);
    }
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    processes.forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    disk.close();
  }
}
