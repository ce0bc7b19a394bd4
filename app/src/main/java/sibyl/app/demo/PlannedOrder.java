package sibyl.app.demo;

import java.time.Instant;
import sibyl.simulation.replication.Study;

/**
 * One published trade as an order.
 *
 * @param clientOrderId the same in every run, so that the exchange knows a repeat
 * @param trader user name
 * @param yesQuantity signed hundredths of a contract: above zero buys YES, below zero buys NO
 * @param publishedPrice probability of YES after the trade
 */
record PlannedOrder(
    String clientOrderId,
    Study study,
    String trader,
    Instant at,
    long yesQuantity,
    double publishedPrice) {}
