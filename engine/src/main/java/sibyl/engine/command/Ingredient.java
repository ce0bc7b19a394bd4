package sibyl.engine.command;

/**
 * What producing a good uses up of another.
 *
 * @param market the other good
 * @param quantity hundredths of it for each whole contract produced
 */
public record Ingredient(long market, long quantity) {}
