package sibyl.store.query;

/** An account that may produce a good. */
public record ProducerRecord(long account, long market) {}
