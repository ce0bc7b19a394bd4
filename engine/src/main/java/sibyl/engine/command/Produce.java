package sibyl.engine.command;

/**
 * An authorised account makes goods.
 *
 * @param quantity hundredths
 */
public record Produce(long account, long market, long quantity) {}
