package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A part of a node that ends, ends the node, and mapped files have no holes to fall into. */
class NothingDiesUnnoticedTest {
  private static final long PATIENCE_S = Trader.PATIENCE.toSeconds();

  private static final long AGAIN_MS = 200;
  private static final int NAME_MIN = 8;

  @TempDir private Path directory;

  @Test
  void whicheverThreadOfANodeEndsTheNodeStops() throws Exception {
    List<String> names;
    try (ClusterNode node = Nodes.start(Nodes.config(directory.resolve("names")))) {
      assertThat(node.state()).isEqualTo(ClusterNode.State.RUNNING);
      names = threads().stream().map(Thread::getName).toList();
    }
    assertThat(names).as("driver, archive, consensus module, service").hasSizeGreaterThan(3);
    for (String name : names) {
      Path data = directory.resolve("ends-" + names.indexOf(name));
      Set<Thread> ofTheLast = threads(); // some may still be ending
      try (ClusterNode node = Nodes.start(Nodes.config(data))) {
        Thread victim =
            threads().stream()
                .filter(thread -> !ofTheLast.contains(thread))
                .filter(thread -> part(thread.getName()).equals(part(name)))
                .findAny()
                .orElseThrow();
        assertThat(interruptedUntilItFails(victim, node)).as(name).isNotNull();
        assertThat(node.state()).isEqualTo(ClusterNode.State.FAILED);
      }
    }
  }

  /** What a thread calls may clear an interrupt, so that one may not be enough to end it. */
  private static Throwable interruptedUntilItFails(Thread victim, ClusterNode node)
      throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (true) {
      victim.interrupt();
      try {
        return node.failure().get(AGAIN_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadlineNs) {
          throw new AssertionError(victim + " is alive: " + victim.isAlive(), e);
        }
      }
    }
  }

  /** A thread's name goes on with what it is doing. */
  private static String part(String name) {
    return name.substring(0, Math.min(name.length(), NAME_MIN));
  }

  /** The threads Aeron runs the parts on; they stand in the package of its runner. */
  private static Set<Thread> threads() {
    Set<Thread> found = new HashSet<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              for (StackTraceElement frame : frames) {
                if (frame.getClassName().equals(WatchedThreads.class.getName())) {
                  found.add(thread);
                }
              }
            });
    return found;
  }

  @Test
  void anErrorThatCannotEvenBeNotedIsHeardOf() throws Exception {
    var heard = new CompletableFuture<Throwable>();
    var threads = new WatchedThreads(() -> false, heard::complete);
    var runner =
        new AgentRunner(
            new SleepingMillisIdleStrategy(1),
            error -> {
              throw new InternalError("the mapped file of errors has no disk under it", error);
            },
            null,
            new Agent() {
              @Override
              public int doWork() {
                throw new InternalError("a mapped file has no disk under it");
              }

              @Override
              public String roleName() {
                return "doomed";
              }
            });
    AgentRunner.startOnThread(runner, threads);
    assertThat(heard.get(PATIENCE_S, TimeUnit.SECONDS)).hasMessageContaining("no disk under it");
  }

  @Test
  void aFullDiskIsNamedWithWhatToDo() {
    assertThat(ClusterNode.advice(new InternalError("a fault occurred"), directory))
        .contains("disk of " + directory)
        .contains("make room")
        .contains("start again");
    assertThat(ClusterNode.advice(new IllegalStateException("?"), directory))
        .contains("start again")
        .doesNotContain("disk");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyFileThatIsMappedIsAllocatedInFull() throws Exception {
    for (String start : List.of("of a new directory", "after a clean stop")) {
      try (ClusterNode node = Nodes.start(Nodes.config(directory.resolve("node")))) {
        assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
        Set<Path> mapped = mappedForWriting();
        assertThat(mapped).as(start).anyMatch(file -> file.endsWith("archive.catalog"));
        assertThat(mapped).as(start).anyMatch(file -> file.toString().endsWith(".logbuffer"));
        assertThat(mapped).as(start).allSatisfy(file -> assertThat(holes(file)).isZero());
      }
    }
  }

  /** What the kernel says this process has mapped, shared and for writing. */
  private static Set<Path> mappedForWriting() throws IOException {
    Set<Path> files = new HashSet<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] columns = line.split(" +", 6);
      if (columns[1].equals("rw-s") && columns.length == 6 && columns[5].startsWith("/")) {
        Path file = Path.of(columns[5]);
        if (Files.isRegularFile(file)) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private static long holes(Path file) throws IOException {
    List<String> command = new ArrayList<>(List.of("stat", "-c", "%b %B %s", file.toString()));
    Process stat = new ProcessBuilder(command).start();
    String[] numbers =
        new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .strip()
            .split(" ");
    long allocated = Long.parseLong(numbers[0]) * Long.parseLong(numbers[1]);
    return Math.max(0, Long.parseLong(numbers[2]) - allocated);
  }
}
