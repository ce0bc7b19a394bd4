package sibyl.engine.command;

/** Cancels one open order of one account. Mutable and reused by its one owner. */
public final class CancelOrder {
  /** The owner: an order of another account is as unknown as one that never was. */
  public long account;

  public long order;
}
