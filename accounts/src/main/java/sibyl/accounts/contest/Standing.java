package sibyl.accounts.contest;

import java.util.List;

/**
 * How a team has done in a contest. Money in millionths.
 *
 * @param rank 1 is the best; teams with the same profit share one
 * @param started what it began with: cash, and goods at the final marks
 * @param cash what trading, production and settlement made of the cash it began with
 * @param profit what they changed its cash by, and its holdings by at the final marks
 * @param volume Σ of its trades' costs in the contest's markets
 * @param trades how many those were
 * @param holdings what they made of the holdings it began with
 */
public record Standing(
    int rank,
    long team,
    String name,
    long started,
    long cash,
    long profit,
    long volume,
    long trades,
    List<FinalHolding> holdings) {
  public Standing {
    holdings = List.copyOf(holdings);
  }
}
