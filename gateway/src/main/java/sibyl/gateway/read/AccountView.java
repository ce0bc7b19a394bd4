package sibyl.gateway.read;

import java.util.Set;

/**
 * An account as staff see it.
 *
 * @param trades fills so far
 * @param volume Σ of their costs, millionths
 * @param produces goods it may produce
 */
public record AccountView(
    long account,
    boolean netting,
    boolean suspended,
    Standing standing,
    long trades,
    long volume,
    Set<Long> produces) {
  public AccountView {
    produces = Set.copyOf(produces);
  }
}
