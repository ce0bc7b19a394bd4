package sibyl.cluster.journal;

import io.aeron.exceptions.TimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waiting that ends: for what another thread (a media driver, an archive) is about to do. Time in
 * which the whole process stood still does not count, since that thread stood still as well. Use
 * from the one thread the idle strategy belongs to.
 */
public final class Patience {
  private final IdleStrategy idle;
  private final Duration limit;

  /**
   * @param idle what to do meanwhile; runs the client's conductor where no thread does
   */
  public Patience(IdleStrategy idle, Duration limit) {
    this.idle = idle;
    this.limit = limit;
  }

  /**
   * Returns once {@code condition} holds.
   *
   * @param what for the message of the exception
   * @throws TimeoutException if it does not within the limit
   */
  public void await(String what, BooleanSupplier condition) {
    if (condition.getAsBoolean()) {
      return;
    }
    idle.reset();
    long startMs = RunningTime.CLOCK.time();
    while (!condition.getAsBoolean()) {
      if (RunningTime.CLOCK.time() - startMs > limit.toMillis()) {
        throw new TimeoutException("waited " + limit + " in vain for " + what);
      }
      idle.idle();
    }
  }
}
