package sibyl.engine.command;

/**
 * Sells a good to one resting buy order, at a price of the seller's that is no more than the order
 * offers.
 *
 * @param order the buy order
 * @param price ten-thousandths
 * @param quantity hundredths, at most what is left of the order
 */
public record AcceptOffer(long account, long order, int price, long quantity) {}
