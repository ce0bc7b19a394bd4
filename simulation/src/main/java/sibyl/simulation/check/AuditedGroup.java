package sibyl.simulation.check;

import java.util.ArrayDeque;
import java.util.Deque;

/** An order group as its events and the trades of its orders tell it. */
final class AuditedGroup {
  private static final int SLICES = 16;

  private record Filled(long timeMs, long quantity) {}

  /** By creation, from 1. */
  final long number;

  final long account;
  private final Deque<Filled> fills = new ArrayDeque<>();
  private long limit;
  private long windowMs;
  private boolean triggered;

  AuditedGroup(long number, long account) {
    this.number = number;
    this.account = account;
  }

  boolean isTriggered() {
    return triggered;
  }

  void change(long newLimit, long newWindowMs) {
    if (newWindowMs != windowMs || newLimit == limit && !triggered) {
      // Earlier fills count anew, or were forgotten by a reset; from here on it is known again.
      fills.clear();
    }
    limit = newLimit;
    windowMs = newWindowMs;
  }

  void trigger() {
    triggered = true;
  }

  void activate() {
    if (triggered) {
      fills.clear();
    }
    triggered = false;
  }

  void fill(long timeMs, long quantity) {
    fills.add(new Filled(timeMs, quantity));
  }

  /** Whether fills that count for certain have passed the limit. */
  boolean mustTrigger(long nowMs) {
    return !triggered && sumSince(nowMs - windowMs * (SLICES - 1) / SLICES) > limit;
  }

  private long sumSince(long timeMs) {
    return fills.stream()
        .filter(filled -> filled.timeMs() > timeMs)
        .mapToLong(Filled::quantity)
        .sum();
  }
}
