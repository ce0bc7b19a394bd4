package sibyl.simulation.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An order group: what its orders filled lately, and how much that may be.
 *
 * <p>Time is cut into sixteenths of the window, rounded up; a fill counts from its moment until
 * fifteen more of them have begun and the sixteenth begins.
 */
final class ModelGroup {
  private static final int SLICES = 16;

  private record Filled(long timeMs, long quantity) {}

  final long number;
  final long account;
  long limit;
  long windowMs;
  boolean triggered;
  private final Deque<Filled> fills = new ArrayDeque<>();

  ModelGroup(long number, long account, long limit, long windowMs) {
    this.number = number;
    this.account = account;
    this.limit = limit;
    this.windowMs = windowMs;
  }

  /** With another window, what was filled so far counts as if it had been filled now. */
  void change(long newLimit, long newWindowMs, long nowMs) {
    limit = newLimit;
    if (newWindowMs != windowMs) {
      long sum = sum(nowMs);
      windowMs = newWindowMs;
      fills.clear();
      fill(sum, nowMs);
    }
  }

  void fill(long quantity, long nowMs) {
    fills.add(new Filled(nowMs, quantity));
  }

  void reset() {
    fills.clear();
    triggered = false;
  }

  boolean isPastLimit(long nowMs) {
    return sum(nowMs) > limit;
  }

  private long sum(long nowMs) {
    long now = slice(nowMs);
    fills.removeIf(filled -> slice(filled.timeMs()) <= now - SLICES);
    return fills.stream().mapToLong(Filled::quantity).sum();
  }

  private long slice(long nowMs) {
    return nowMs / Math.ceilDiv(windowMs, SLICES);
  }
}
