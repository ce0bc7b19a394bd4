package sibyl.engine.command;

import sibyl.engine.GroupAction;

/**
 * Makes, changes, resets or deletes an order group: a limit on what a set of orders may fill within
 * a rolling window.
 *
 * @param group its number; 0 to create one, which the exchange then numbers
 * @param limit most that its orders may fill within the window, hundredths, at most {@link
 *     #LIMIT_MAX}; when it is passed the orders are canceled. 0 but to create or change
 * @param windowMs length of the window, at most {@link #WINDOW_MS_MAX}; 0 but to create or change
 */
public record ChangeOrderGroup(
    long account, long group, GroupAction action, long limit, long windowMs) {
  /** So large that it is none, so small that no sum of fills leaves a long. */
  public static final long LIMIT_MAX = 1L << 60;

  /** A day. */
  public static final long WINDOW_MS_MAX = 24L * 60 * 60 * 1000;
}
