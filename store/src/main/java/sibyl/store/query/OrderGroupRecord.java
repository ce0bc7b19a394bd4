package sibyl.store.query;

import sibyl.engine.GroupState;

/**
 * An order group.
 *
 * @param limit most its orders may fill within the window, hundredths
 */
public record OrderGroupRecord(
    long group, long account, long limit, long windowMs, GroupState state) {}
