package sibyl.engine.deferred;

import sibyl.engine.limits.Limits;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * How much deferred work may be done now: a bucket that holds one slice and fills with log time. So
 * what is little is done at once, and what is much takes the same small part of the time whether it
 * gets a turn every millisecond or every tenth.
 */
final class Pace {
  private final int most;
  private final int perMs;
  private int left;
  private long filledMs;

  Pace(Limits limits) {
    most = limits.slice();
    perMs = limits.slicePerMs();
    left = most;
  }

  /** How much may be done now. */
  int at(long nowMs) {
    if (perMs == 0) {
      left = most;
    } else if (nowMs > filledMs) {
      long more = Math.min(nowMs - filledMs, most) * perMs;
      left = (int) Math.min(most, left + more);
      filledMs = nowMs;
    }
    return left;
  }

  /** Says how much of that is left undone. */
  void leave(int rest) {
    left = rest;
  }

  /** When work that is due can be done: now, or as soon as there is something in the bucket. */
  long nextMs(long nowMs) {
    return left > 0 || perMs == 0 ? nowMs : filledMs + 1;
  }

  void write(StateWriter out) {
    out.putClock(left);
    out.putClock(filledMs);
  }

  void read(StateReader in) {
    left = Math.toIntExact(in.getClock());
    filledMs = in.getClock();
  }
}
