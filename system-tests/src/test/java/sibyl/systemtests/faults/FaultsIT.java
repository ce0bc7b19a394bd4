package sibyl.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever breaks: the exchange goes on, or stops loudly; it never forgets, and never goes on
 * wrong. {@link Cut} says how much of it runs; a failure names the seed, and {@code -Dsibyl.seed=…}
 * repeats it as far as a machine repeats itself. The table of what was inflicted and found is
 * {@code target/faults.md}.
 */
@EnabledOnOs(OS.LINUX)
class FaultsIT {
  private static final Cut CUT = Cut.chosen();
  private static final FaultTable TABLE = new FaultTable();
  private static final long SEED = Long.getLong("sibyl.seed", System.nanoTime());

  /** Sparse: it takes what is written to it. */
  private static final int DISK_MB = 900;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @AfterAll
  static void table() {
    System.out.println(TABLE);
  }

  @Test
  void killedAtRandomItHasAllItAnswered() throws Exception {
    inflict("kill at random", CUT.cycles(1, 8, 40, 100), Kills::atRandom);
  }

  @Test
  void killedWhileItStartsItHasAllItAnswered() throws Exception {
    inflict("kill while starting", CUT.cycles(0, 2, 10, 20), Kills::atStart);
  }

  @Test
  void killedWhileItWritesASnapshotItHasAllItAnswered() throws Exception {
    inflict("kill while stopping, at its snapshot", CUT.cycles(0, 2, 10, 20), Kills::atSnapshot);
  }

  @Test
  void afterAStandstillItGoesOn() throws Exception {
    inflict("standstill of the program", CUT.cycles(0, 2, 5, 10), Standstills::ofTheProgram);
  }

  @Test
  void whileTheDatabaseStandsStillItGoesOn() throws Exception {
    inflict("standstill of PostgreSQL", CUT.cycles(0, 2, 5, 10), Standstills::ofTheDatabase);
  }

  @Test
  void afterAPowerCutItHasAllItAnswered() throws Exception {
    int cycles = CUT.cycles(0, 3, 12, 30);
    requireDisk(cycles);
    try (PowerCut power = new PowerCut(LoopDisk.format(directory, DISK_MB))) {
      inflict("power cut", cycles, power::strike, "--disk-reserve-mb", "0");
    }
  }

  @Test
  void aPowerCutSoonAfterTheFirstStartLosesNothing() throws Exception {
    int cycles = CUT.cycles(0, 1, 3, 10);
    requireDisk(cycles);
    for (int cycle = 0; cycle < cycles; cycle++) {
      Path place = directory.resolve("disk" + cycle);
      try (PowerCut power = new PowerCut(LoopDisk.format(place, DISK_MB));
          Scene scene =
              scene("power cut after the first start", place.resolve("mounted/data"))
                  .with("--disk-reserve-mb", "0")
                  .begin()) {
        power.strike(scene);
        scene.judge();
        scene.everyTableIsWhatTheJournalSays();
      }
    }
  }

  /** Otherwise the power cuts prove nothing: without flushing, something must be gone after one. */
  @Test
  void withoutFlushingAPowerCutLosesSomething() throws Exception {
    int cycles = CUT.cycles(0, 1, 3, 5);
    requireDisk(cycles);
    int lost = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      Path place = directory.resolve("disk" + cycle);
      try (PowerCut power = new PowerCut(LoopDisk.format(place, DISK_MB));
          Scene scene =
              scene("control", place.resolve("mounted/data"))
                  .with("--disk-reserve-mb", "0", "--cluster-sync", "0")
                  .begin()) {
        scene.tradeAWhile(100, Duration.ofMillis(500));
        power.cut(scene);
        lost += scene.lostIfStarted() ? 1 : 0;
      }
    }
    TABLE.remark(
        "power cut", "without flushing %d of %d cuts lost something".formatted(lost, cycles));
    assertThat(lost).as("power cuts without flushing that lost something").isPositive();
  }

  @Test
  void whenItsDiskIsNearlyFullItOnlyCancelsAndOpensByItself() throws Exception {
    int cycles = CUT.cycles(0, 1, 4, 10);
    requireDisk(cycles);
    try (LoopDisk disk = LoopDisk.format(directory, DISK_MB)) {
      inflict(
          "disk below its reserve",
          cycles,
          new FullDisk(disk)::belowTheReserve,
          "--disk-reserve-mb",
          "" + FullDisk.RESERVE_MB);
    }
  }

  @Test
  void whenItsDiskIsFullItEndsLoudlyOrGoesOn() throws Exception {
    int cycles = CUT.cycles(0, 1, 4, 10);
    requireDisk(cycles);
    try (LoopDisk disk = LoopDisk.format(directory, DISK_MB)) {
      inflict(
          "disk full to the last byte",
          cycles,
          new FullDisk(disk)::toTheLastByte,
          "--disk-reserve-mb",
          "0");
    }
  }

  @Test
  void whenItsClockIsSetItGoesOn() throws Exception {
    int cycles = CUT.cycles(0, 3, 5, 10);
    Assumptions.assumeTrue(cycles > 0, "not in this cut");
    require(ClockShim.missing());
    ClockShim clock = ClockShim.in(directory);
    ClockSteps steps = new ClockSteps(clock);
    try (Scene scene = scene("clock set", directory.resolve("data")).on(clock).begin()) {
      for (int cycle = 0; cycle < cycles; cycle++) {
        steps.strike(scene);
        scene.judge();
      }
      scene.everyTableIsWhatTheJournalSays();
    }
  }

  @Test
  void aFlippedBitIsHarmlessOrFoundAndNamed() throws Exception {
    int cycles = CUT.cycles(0, 12, 60, 200);
    Assumptions.assumeTrue(cycles > 0, "not in this cut");
    Findings findings = new Findings();
    try (Scene scene = scene("flipped bit", directory.resolve("data")).begin()) {
      scene.tradeAWhile(100, Duration.ofMillis(500));
      for (int stop = 0; stop < 2; stop++) {
        scene.crowd().rest();
        scene.sibyl().stop();
        scene.serveAgain();
        scene.tradeAWhile(100, Duration.ofMillis(500));
      }
      scene.crowd().rest();
      scene.answers();
      // Nothing is answered between the two copies, so that both must have all that was.
      scene.killWithDatabase();
      FlippedBits killed = new FlippedBits(scene, directory.resolve("killed"));
      scene.serveAgain();
      scene.judge();
      scene.sibyl().stop();
      FlippedBits stopped = new FlippedBits(scene, directory.resolve("stopped"));
      for (int cycle = 0; cycle < cycles; cycle++) {
        Findings found = new Findings();
        (cycle % 2 == 0 ? killed : stopped).strike(scene, found);
        TABLE.cycle("flipped bit", found);
        findings.add(found);
      }
    }
    assertThat(findings.none()).as(findings::toString).isTrue();
  }

  private static void requireDisk(int cycles) {
    Assumptions.assumeTrue(cycles > 0, "not in this cut");
    require(LoopDisk.missing());
  }

  /** Skips the test, loudly. */
  private static void require(String missing) {
    if (!missing.isEmpty()) {
      System.out.println("NOT TESTED: " + missing);
    }
    Assumptions.assumeTrue(missing.isEmpty(), missing);
  }

  private static Scene scene(String name, Path data) {
    return new Scene(name, data, TABLE, new Random(SEED));
  }

  private void inflict(String name, int cycles, Fault fault, String... arguments) throws Exception {
    Assumptions.assumeTrue(cycles > 0, "not in this cut");
    System.out.printf("%s: %d cycles, seed %d%n", name, cycles, SEED);
    Path data = directory.resolve(arguments.length == 0 ? "data" : "mounted/data");
    try (Scene scene = scene(name, data).with(arguments).begin()) {
      for (int cycle = 0; cycle < cycles; cycle++) {
        fault.strike(scene);
        scene.judge();
      }
      scene.everyTableIsWhatTheJournalSays();
    }
  }
}
