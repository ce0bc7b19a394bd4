package sibyl.gateway.read;

/**
 * What stands before an open order at its price.
 *
 * @param orders that trade before it
 * @param quantity of those orders, hundredths
 * @param level all that rests at the price, the order included
 */
public record QueuePosition(int orders, long quantity, long level) {}
