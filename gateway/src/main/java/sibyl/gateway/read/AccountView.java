package sibyl.gateway.read;

import java.util.Set;

/**
 * An account as staff see it.
 *
 * @param paidIn what came in by transfers less what went out, millionths
 * @param equity cash and everything held at its mark, millionths
 * @param trades fills so far
 * @param volume Σ of their costs, millionths
 * @param produces goods it may produce
 */
public record AccountView(
    long account,
    boolean netting,
    boolean suspended,
    Holding cash,
    long paidIn,
    long equity,
    long trades,
    long volume,
    Set<Long> produces) {
  public AccountView {
    produces = Set.copyOf(produces);
  }

  public long profit() {
    return equity - paidIn;
  }
}
