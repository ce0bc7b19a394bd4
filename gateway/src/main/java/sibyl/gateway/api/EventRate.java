package sibyl.gateway.api;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many events come in a second, over the last ten samples. Thread-safe. */
public final class EventRate {
  private static final int SAMPLES = 10;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long atNs, long seq) {}

  /**
   * @param nowNs {@link System#nanoTime}
   * @param seq the last event there is
   */
  public synchronized void sample(long nowNs, long seq) {
    samples.addLast(new Sample(nowNs, seq));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
  }

  /** 0 before the second sample. */
  synchronized double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    return (last.seq - first.seq) * NANOS_PER_SECOND / (last.atNs - first.atNs);
  }
}
