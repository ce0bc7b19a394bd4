package sibyl.engine.command;

/** Makes the proposed resolution of a market final. */
public record ConfirmResolution(long market) {}
