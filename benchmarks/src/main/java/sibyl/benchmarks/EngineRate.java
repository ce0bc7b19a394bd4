package sibyl.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Supplier;
import sibyl.engine.Engine;
import sibyl.engine.event.EventHandler;
import sibyl.protocol.EventEncoder;

/**
 * What {@link EngineBenchmark} measures, per second of processor time instead of per second: for
 * machines whose cores are shared with others, where the clock on the wall says little. Takes about
 * twenty seconds of processor time.
 */
public final class EngineRate {
  private static final int WARM_UP_ROUNDS = 40;
  private static final int ROUNDS = 80;

  private static long bytes;

  private EngineRate() {}

  public static void main(String[] arguments) {
    Workload workload = Workload.generate(1);
    report("nobody listens", workload, NoListener::new);
    report(
        "events are encoded",
        workload,
        () ->
            new EventEncoder(
                (buffer, offset, length, firstSeq, lastSeq) -> bytes = bytes + length));
  }

  private static void report(String name, Workload workload, Supplier<EventHandler> listener) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] rates = new double[ROUNDS];
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      Engine engine = workload.open(listener.get());
      long before = threads.getCurrentThreadCpuTime();
      workload.play(engine);
      long nanos = threads.getCurrentThreadCpuTime() - before;
      if (round >= 0) {
        rates[round] = Workload.COMMANDS * 1e3 / nanos;
      }
    }
    Arrays.sort(rates);
    System.out.printf(
        "%s: %.2f million commands per second of processor time (median of %d rounds, %.2f to"
            + " %.2f)%n",
        name, rates[ROUNDS / 2], ROUNDS, rates[0], rates[ROUNDS - 1]);
  }
}
