package sibyl.engine.ledger;

/** The positions of one market, in the order in which they came to be. */
public final class Holders {
  int first = Positions.NONE;
  int last = Positions.NONE;
  int count;

  /** The oldest position, or {@link Positions#NONE}. */
  public int first() {
    return first;
  }

  public int count() {
    return count;
  }
}
