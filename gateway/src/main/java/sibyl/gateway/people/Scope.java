package sibyl.gateway.people;

/** What an API key may do. */
public enum Scope {
  /** Read its owner's things. */
  READ,
  /** Change them. */
  TRADE
}
