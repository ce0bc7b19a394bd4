package sibyl.systemtests.faults;

import java.time.Duration;
import java.util.List;
import sibyl.systemtests.program.Processes;

/** Processes stand still, as those of a machine that sleeps, and go on. */
final class Standstills {
  private static final int ORDERS = 40;
  private static final Duration LONGEST = Duration.ofMillis(300);
  private static final Duration STANDING = Duration.ofSeconds(12);

  private Standstills() {}

  /** The program; those who wait for it get their answers. */
  static void ofTheProgram(Scene scene) {
    List<ProcessHandle> program = List.of(ProcessHandle.of(scene.sibyl().pid()).orElseThrow());
    scene.tradeAWhile(ORDERS, LONGEST);
    Processes.signal("-STOP", program);
    scene.pass(STANDING);
    Processes.signal("-CONT", program);
    scene.crowd().awaitAcknowledged(scene.sibyl(), ORDERS);
    scene.crowd().rest();
  }

  /** The database; trading goes on meanwhile, and half of the time the program is killed then. */
  static void ofTheDatabase(Scene scene) {
    scene.tradeAWhile(ORDERS, LONGEST);
    List<ProcessHandle> database = scene.database();
    Processes.signal("-STOP", database);
    scene.crowd().awaitAcknowledged(scene.sibyl(), ORDERS);
    scene.pass(STANDING);
    if (scene.random().nextBoolean()) {
      scene.sibyl().kill();
      scene.crowd().rest();
      Processes.signal("-CONT", database);
      scene.serveAgain();
    } else {
      Processes.signal("-CONT", database);
      scene.crowd().awaitAcknowledged(scene.sibyl(), ORDERS);
      scene.crowd().rest();
    }
  }
}
