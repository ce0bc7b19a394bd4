package sibyl.engine;

/** What is done to an order group. */
public enum GroupAction {
  CREATE,
  /** Gives it another limit or window; what was filled so far still counts. */
  CHANGE,
  /** Forgets what was filled and accepts orders again. */
  RESET,
  /** Cancels its orders and forgets it. */
  DELETE
}
