package sibyl.engine.command;

/**
 * Makes a market maker deeper without moving its prices. In an exclusive event, whose markets share
 * one maker, any of them names it.
 *
 * @param liquidity added to b, hundredths of a contract
 */
public record AddLiquidity(long market, long liquidity) {}
