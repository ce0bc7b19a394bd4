package sibyl.engine.command;

/** Says whether an account may produce a good. */
public record AuthoriseProducer(long account, long market, boolean authorised) {}
