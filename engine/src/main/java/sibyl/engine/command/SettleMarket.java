package sibyl.engine.command;

/** Starts paying the holders of a resolved market, in bounded slices. */
public record SettleMarket(long market) {}
