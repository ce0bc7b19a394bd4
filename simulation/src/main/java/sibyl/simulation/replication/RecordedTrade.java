package sibyl.simulation.replication;

import java.time.Instant;

/**
 * One trade as it was published. Figures that were not are {@link Double#NaN}.
 *
 * @param transaction its number, unique over all projects
 * @param trader a pseudonym of five characters
 * @param priceUp whether the trade raised the price of YES
 * @param cost points that changed hands
 * @param netShares net shares outstanding after the trade, in the project's own sign
 * @param price probability of YES after the trade
 */
public record RecordedTrade(
    Project project,
    int finding,
    long transaction,
    Instant at,
    String trader,
    boolean priceUp,
    double cost,
    double netShares,
    double price) {

  /** Net number of YES shares the market maker had sold after the trade. */
  public double yesNet() {
    return project.netSign() * netShares;
  }
}
