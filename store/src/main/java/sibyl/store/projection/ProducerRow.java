package sibyl.store.projection;

/** Whether an account may produce a good, after a batch. */
record ProducerRow(Change.ProducerChanged last, long atMs) {}
