package sibyl.gateway.read;

/**
 * A resting order to buy a good, as those see it who could deliver all of it. The buyer is not
 * named.
 *
 * @param order by which the offer is accepted
 * @param price most that is paid for one, ten-thousandths
 * @param quantity what is left to buy, hundredths
 * @param expiresAtMs 0 for never
 */
public record OfferView(
    long order, long market, int price, long quantity, long expiresAtMs, long createdAtMs) {}
