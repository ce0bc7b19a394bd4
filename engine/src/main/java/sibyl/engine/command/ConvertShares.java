package sibyl.engine.command;

import java.util.List;

/**
 * Turns NO shares of some markets of an exclusive event, as many of each, into cash and YES of all
 * the other markets: what they are worth together is the same before and after.
 *
 * @param markets whose NO shares are given up, each once and all of them open
 * @param quantity of each, hundredths
 */
public record ConvertShares(long account, long event, List<Long> markets, long quantity) {
  public ConvertShares {
    markets = List.copyOf(markets);
  }
}
