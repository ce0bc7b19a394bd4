package sibyl.gateway.read;

/** The tables have not yet got something that memory has forgotten; later they will. */
public final class HistoryBehind extends Exception {
  private static final long serialVersionUID = 1;

  private final long wanted;

  HistoryBehind(long wanted) {
    super("the tables have not reached event " + wanted);
    this.wanted = wanted;
  }

  /** The event that they must have. */
  public long wanted() {
    return wanted;
  }
}
