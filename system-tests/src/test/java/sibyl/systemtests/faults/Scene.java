package sibyl.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sibyl.systemtests.program.Processes;
import sibyl.systemtests.program.Sibyl;
import sibyl.systemtests.program.SibylBuilder;

/** A program on a data directory, the people who use it, and what is noted about one fault. */
final class Scene implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration DYING = Duration.ofSeconds(30);

  private final String fault;
  private final FaultTable table;
  private final Random random;
  private final List<String> arguments = new ArrayList<>(List.of("up", "--dev"));
  private final Path data;
  private @Nullable ClockShim clock;
  private Sibyl sibyl;
  private Crowd crowd;

  Scene(String fault, Path data, FaultTable table, Random random) {
    this.fault = fault;
    this.data = data;
    this.table = table;
    this.random = random;
  }

  /** With more arguments at every start. */
  Scene with(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Under a clock of its own. */
  Scene on(ClockShim shim) {
    clock = shim;
    return this;
  }

  /** Starts the program for the first time and gathers people. */
  Scene begin() {
    launch().awaitReady();
    crowd = Crowd.gather(sibyl, random);
    return this;
  }

  Path data() {
    return data;
  }

  Random random() {
    return random;
  }

  Sibyl sibyl() {
    return sibyl;
  }

  Crowd crowd() {
    return crowd;
  }

  /** How it is to be started. */
  SibylBuilder builder() {
    SibylBuilder builder = aSibyl().running(arguments.toArray(String[]::new)).withData(data);
    return clock == null ? builder : clock.on(builder);
  }

  /** Starts it, without waiting until it serves. */
  Sibyl launch() {
    sibyl = builder().start();
    return sibyl;
  }

  /** Starts it, waits until it serves, and takes the people there. */
  void serveAgain() {
    long startNs = System.nanoTime();
    launch().awaitReady();
    table.served(fault, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    if (crowd != null) {
      crowd.moveTo(sibyl.url());
    }
  }

  /** Lets people trade until at least so many more orders are acknowledged, and a while longer. */
  void tradeAWhile(int orders, Duration longest) {
    crowd.trade();
    crowd.awaitAcknowledged(sibyl, orders);
    pass(longest);
  }

  /** Lets a random time pass. */
  void pass(Duration longest) {
    LockSupport.parkNanos(random.nextLong(longest.toNanos()));
  }

  /** Every process of its database. */
  List<ProcessHandle> database() {
    return Processes.ofDatabase(data.resolve("postgres"));
  }

  /** Ends the program and its database as by {@code kill -9}. */
  void killWithDatabase() {
    List<ProcessHandle> database = database();
    sibyl.kill();
    Processes.signal("-KILL", database);
    database.forEach(
        process -> process.onExit().orTimeout(DYING.toSeconds(), TimeUnit.SECONDS).join());
  }

  /**
   * Starts it where something acknowledged may be gone.
   *
   * @return whether it is: the log, a part of it, or an answer
   */
  boolean lostIfStarted() throws SQLException {
    launch();
    sibyl.await("an end or readiness", PATIENCE, () -> !sibyl.isRunning() || sibyl.isReady());
    if (!sibyl.isRunning()) {
      String said = sibyl.output().lines().reduce((_, last) -> last).orElse("");
      System.out.println(said);
      return said.contains("log and engine could not start") || said.contains("the log ends at");
    }
    crowd.moveTo(sibyl.url());
    Findings findings = Verdict.of(crowd, data);
    System.out.println(findings);
    return !findings.lost().isEmpty();
  }

  /** Notes how much has been answered. */
  void answers() {
    table.answers(fault, crowd.recorder().acknowledged());
  }

  void remark(String remark) {
    table.remark(fault, remark);
  }

  /** One cycle is over: everything is as it was answered. */
  void judge() throws SQLException {
    judge(Verdict.of(crowd, data));
  }

  /** One cycle is over, with these findings. */
  void judge(Findings findings) {
    table.cycle(fault, findings);
    if (!findings.none()) {
      throw new AssertionError(fault + ": " + findings);
    }
  }

  /** Ends the program; the tables are what the journal says, to the last row. */
  void everyTableIsWhatTheJournalSays() {
    answers();
    sibyl.stop();
    try (Sibyl rebuild = aSibyl().running("rebuild", "--dev").withData(data).start()) {
      assertThat(rebuild.awaitExit(PATIENCE)).as(rebuild::output).isZero();
      assertThat(rebuild.output()).contains("All tables have the same rows as before");
    }
  }

  @Override
  public void close() {
    if (crowd != null) {
      crowd.rest();
    }
    if (sibyl != null) {
      sibyl.close();
    }
  }
}
