package sibyl.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;

/**
 * A process to be killed: a node that goes on with the numbered commands where the journal says it
 * was, and prints the number of each that was answered. Arguments: the data directory, and after
 * how many inputs to take a snapshot.
 */
final class CrashingNode {
  /** Not answered yet, at most. */
  private static final long WINDOW = 256;

  private CrashingNode() {}

  /** Ends the process on any failure: other threads would keep it up, and a reader waiting. */
  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (Throwable failure) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void run(String[] arguments) {
    var out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    ClusterNodeConfig config =
        ClusterNodeConfig.singleNode(Path.of(arguments[0]), Nodes.SECRET, Nodes.LIMITS)
            .withSnapshots(
                new ClusterNodeConfig.Snapshots(
                    Duration.ofDays(1), Long.parseLong(arguments[1]), false));
    ClusterNode node = Nodes.start(config);
    CompletableFuture<Throwable> ended = node.failure();
    var witness = new Witness();
    JournalFollower follower =
        JournalFollower.start(node.address(), "all", 0, witness, new FollowerListener() {});
    await(follower::isLive);
    var trader = new Trader(node);
    // Commands go through the log in the order they were sent, so those that arrived have no gap.
    long answered = witness.answers().size();
    long sent = answered;
    while (true) {
      while (witness.answersTo(answered + 1) > 0) {
        answered++;
        out.println(answered);
      }
      out.flush();
      Throwable failure = ended.isDone() ? ended.getNow(null) : follower.failure();
      if (failure != null || trader.client().dropped() > 0) {
        throw new AssertionError("node, follower or client", failure);
      }
      if (sent < answered + WINDOW) {
        sent++;
        trader.submit(sent, sent);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Starts one with the options of this process. */
  static Process start(Path directory, long snapshotAfter) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-"))
            .filter(argument -> !argument.startsWith("-javaagent"))
            .toList());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            CrashingNode.class.getName(),
            directory.toString(),
            Long.toString(snapshotAfter)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not live in time");
      }
      Thread.onSpinWait();
    }
  }
}
