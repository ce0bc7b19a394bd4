package sibyl.cluster.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Lets the consumer of a queue sleep until there is something in it, or a short while. {@link
 * #wake} is for any thread, the rest for the consumer's.
 */
final class WakeableIdle implements IdleStrategy {
  private static final int SPINS = 20;
  private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(4);

  private static final long HELD_UP_PARK_NS = TimeUnit.MICROSECONDS.toNanos(20);

  private final BooleanSupplier hasWork;
  private int idled;
  private volatile @Nullable Thread parked;

  WakeableIdle(BooleanSupplier hasWork) {
    this.hasWork = hasWork;
  }

  /** After putting something into the queue. */
  void wake() {
    Thread sleeper = parked;
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }

  @Override
  public void idle(int workCount) {
    if (workCount > 0) {
      reset();
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    if (idled < SPINS) {
      idled++;
      Thread.onSpinWait();
      return;
    }
    parked = Thread.currentThread();
    // Work that nobody takes off the queue: its taker is held up, but not for long.
    LockSupport.parkNanos(this, hasWork.getAsBoolean() ? HELD_UP_PARK_NS : PARK_NS);
    parked = null;
  }

  @Override
  public void reset() {
    idled = 0;
  }

  @Override
  public String alias() {
    return "wakeable";
  }
}
