package sibyl.gateway.people;

import java.time.Duration;

/** Too many attempts, or too much of the same work at this moment: nothing was done. */
public final class TryLater extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration after;

  /**
   * @param detail for people
   * @param after when trying again makes sense
   */
  public TryLater(String detail, Duration after) {
    super(detail, null, false, false);
    this.after = after;
  }

  public Duration after() {
    return after;
  }
}
