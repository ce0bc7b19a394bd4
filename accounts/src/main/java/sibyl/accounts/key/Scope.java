package sibyl.accounts.key;

/** What the holder of a key may do. */
public enum Scope {
  READ,
  TRADE
}
