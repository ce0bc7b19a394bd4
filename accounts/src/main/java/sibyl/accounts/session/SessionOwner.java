package sibyl.accounts.session;

/** Whom a session belongs to. */
public sealed interface SessionOwner {
  /** A person, by the number of its account. */
  record Person(long account) implements SessionOwner {}

  /** A member of staff, by name. */
  record Staff(String name) implements SessionOwner {}
}
