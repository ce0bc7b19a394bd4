package sibyl.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** Measures contenders in alternating rounds, all on this thread. */
final class EngineComparison {
  private static final int LEAST_ROUNDS = 3;
  private static final int TIMED_ROUNDS = 3;
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Commands commands;
  private final Measured[] contenders;

  /** One contender and what was measured of it. */
  static final class Measured {
    final Contender engine;
    private double[] wallNanos = new double[0];
    private double[] cpuNanos = new double[0];
    private long allocatedBytes;
    private long measuredCommands;

    Measured(Contender engine) {
      this.engine = engine;
    }

    int rounds() {
      return wallNanos.length;
    }

    /** Median over the rounds, nanoseconds of the clock per command. */
    double nanosPerCommand() {
      return median(wallNanos);
    }

    /** Median over the rounds, nanoseconds of processor time per command. */
    double cpuNanosPerCommand() {
      return median(cpuNanos);
    }

    /** The least of the rounds: what it takes when nobody disturbs. */
    double leastCpuNanosPerCommand() {
      return Arrays.stream(cpuNanos).min().orElseThrow();
    }

    double bytesPerCommand() {
      return (double) allocatedBytes / measuredCommands;
    }

    private static double median(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    private static double[] with(double[] values, double value) {
      double[] more = Arrays.copyOf(values, values.length + 1);
      more[values.length] = value;
      return more;
    }
  }

  EngineComparison(Commands commands, Contender... engines) {
    this.commands = commands;
    contenders = new Measured[engines.length];
    for (int i = 0; i < engines.length; i++) {
      contenders[i] = new Measured(engines[i]);
    }
  }

  Measured of(int contender) {
    return contenders[contender];
  }

  /** Takes about that long; the first third warms up. */
  void run(long seconds) {
    long start = System.nanoTime();
    long warm = start + seconds * 1_000_000_000L / 3;
    long end = start + seconds * 1_000_000_000L;
    int rounds = 0;
    while (rounds < LEAST_ROUNDS || System.nanoTime() < warm) {
      for (Measured contender : contenders) {
        round(contender, false);
      }
      rounds++;
    }
    rounds = 0;
    while (rounds < LEAST_ROUNDS || System.nanoTime() < end) {
      for (Measured contender : contenders) {
        round(contender, true);
      }
      rounds++;
    }
  }

  private void round(Measured contender, boolean counts) {
    contender.engine.open();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    contender.engine.play(commands.opening(), commands.size());
    wall = System.nanoTime() - wall;
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    contender.engine.check();
    if (counts) {
      int count = commands.size() - commands.opening();
      contender.wallNanos = Measured.with(contender.wallNanos, (double) wall / count);
      contender.cpuNanos = Measured.with(contender.cpuNanos, (double) cpu / count);
      contender.allocatedBytes += bytes;
      contender.measuredCommands += count;
    }
  }

  /** Nanoseconds from before one command to before the next, the reading of the clock included. */
  Histogram serviceTimes(int contender) {
    Histogram times = new Histogram(LONGEST_NANOS, 3);
    Contender engine = contenders[contender].engine;
    for (int round = -1; round < TIMED_ROUNDS; round++) {
      engine.open();
      if (round == 0) {
        times.reset();
      }
      long before = System.nanoTime();
      for (int i = commands.opening(); i < commands.size(); i++) {
        engine.play(i, i + 1);
        long after = System.nanoTime();
        times.recordValue(Math.min(after - before, LONGEST_NANOS));
        before = System.nanoTime();
      }
    }
    return times;
  }

  /** What it takes to read the clock twice, nanoseconds: contained in every service time. */
  static double clockNanos() {
    int readings = 2_000_000;
    long sum = 0;
    for (int i = 0; i < readings; i++) {
      long before = System.nanoTime();
      sum += System.nanoTime() - before;
    }
    return (double) sum / readings;
  }
}
