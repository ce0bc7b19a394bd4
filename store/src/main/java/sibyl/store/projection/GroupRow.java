package sibyl.store.projection;

/**
 * An order group after a batch.
 *
 * @param firstSeq of its changes in the batch: for a new group the one that made it
 * @param last of its changes in the batch
 */
record GroupRow(long firstSeq, Change.OrderGroupChanged last, long atMs) {}
