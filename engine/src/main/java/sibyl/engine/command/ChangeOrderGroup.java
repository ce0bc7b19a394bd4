package sibyl.engine.command;

import sibyl.engine.GroupAction;

/**
 * Makes, changes, resets or deletes an order group: a limit on what a set of orders may fill within
 * a rolling window.
 *
 * @param group its number; 0 to create one, which the exchange then numbers
 * @param limit most that its orders may fill within the window, hundredths; when it is passed the
 *     orders are canceled. 0 but to create or change
 * @param windowMs length of the window; 0 but to create or change
 */
public record ChangeOrderGroup(
    long account, long group, GroupAction action, long limit, long windowMs) {}
