package sibyl.accounts.contest;

import java.util.List;

/**
 * How a contest stands, or how it ended.
 *
 * @param asOfSeq the last event of the exchange that was looked at
 * @param over whether its end is behind
 * @param standings the best first
 */
public record Report(Contest contest, long asOfSeq, boolean over, List<Standing> standings) {
  public Report {
    standings = List.copyOf(standings);
  }
}
