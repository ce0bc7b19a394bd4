package sibyl.engine;

/** What became of an order group. */
public enum GroupState {
  ACTIVE,
  /** Its fills passed the limit: its orders were canceled, and it takes no new ones until reset. */
  TRIGGERED,
  DELETED
}
