package sibyl.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;
import sibyl.protocol.EventEncoder;

/**
 * Commands per second of the whole engine in one thread: checks, ledger with holds and postings,
 * book, events; see {@link Workload}. Once with nobody listening, once with every event encoded for
 * the journal.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class EngineBenchmark {
  private final Workload workload = Workload.generate(1);
  private long bytes;

  /** Runs this benchmark alone, in about half a minute. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include("\\." + EngineBenchmark.class.getSimpleName() + "\\.")
                .build())
        .run();
  }

  /** An engine for one run of the day. */
  @State(Scope.Thread)
  public static class Silent {
    private Engine engine = new Engine(Limits.defaults(), new NoListener());

    @Setup(Level.Invocation)
    public void open(EngineBenchmark benchmark) {
      engine = benchmark.workload.open(new NoListener());
    }
  }

  /** An engine whose events become frames. */
  @State(Scope.Thread)
  public static class Journaled {
    private Engine engine = new Engine(Limits.defaults(), new NoListener());

    @Setup(Level.Invocation)
    public void open(EngineBenchmark benchmark) {
      engine =
          benchmark.workload.open(
              new EventEncoder(
                  (buffer, offset, length, firstSeq, lastSeq) -> benchmark.bytes += length));
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.COMMANDS)
  public long nobodyListens(Silent state) {
    workload.play(state.engine);
    return state.engine.lastSeq();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.COMMANDS)
  public long eventsAreEncoded(Journaled state) {
    workload.play(state.engine);
    return bytes;
  }
}
