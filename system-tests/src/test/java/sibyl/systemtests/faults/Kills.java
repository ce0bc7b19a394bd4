package sibyl.systemtests.faults;

import java.time.Duration;
import java.util.List;
import sibyl.systemtests.program.Processes;
import sibyl.systemtests.program.Sibyl;

/** The process ends as by {@code kill -9}, alone or with its database's. */
final class Kills {
  private static final int ORDERS = 40;
  private static final Duration LONGEST = Duration.ofMillis(700);

  /** A little longer than a start takes, so that most are hit in the middle. */
  private static final Duration START = Duration.ofSeconds(5);

  /** About how long a clean stop takes, which writes a snapshot. */
  private static final Duration STOP = Duration.ofMillis(1500);

  private Kills() {}

  /** While people trade. */
  static void atRandom(Scene scene) {
    scene.tradeAWhile(ORDERS, LONGEST);
    List<ProcessHandle> database = scene.random().nextInt(3) == 0 ? scene.database() : List.of();
    scene.sibyl().kill();
    Processes.signal("-KILL", database);
    scene.crowd().rest();
    scene.serveAgain();
  }

  /** After a kill, once more while it starts. */
  static void atStart(Scene scene) {
    scene.tradeAWhile(ORDERS, LONGEST);
    scene.sibyl().kill();
    scene.crowd().rest();
    Sibyl starting = scene.launch();
    scene.pass(START);
    starting.kill();
    scene.serveAgain();
  }

  /** While it stops and writes a snapshot. */
  static void atSnapshot(Scene scene) {
    scene.tradeAWhile(ORDERS, LONGEST);
    Processes.signal("-TERM", List.of(ProcessHandle.of(scene.sibyl().pid()).orElseThrow()));
    scene.pass(STOP);
    scene.sibyl().kill();
    scene.crowd().rest();
    scene.serveAgain();
  }
}
