package sibyl.gateway.read;

/** What one account has of one asset: free, and reserved by its open orders. */
public record Holding(long free, long held) {
  public static final Holding NONE = new Holding(0, 0);

  public long total() {
    return free + held;
  }
}
