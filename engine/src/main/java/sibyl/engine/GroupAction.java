package sibyl.engine;

/** What is done to an order group. */
public enum GroupAction {
  CREATE,
  /**
   * Gives it another limit or window; what was filled so far still counts, with another window as
   * if it were filled now. One over its new limit is triggered; a triggered one stays so.
   */
  CHANGE,
  /** Forgets what was filled and accepts orders again. */
  RESET,
  /** Cancels its orders and forgets it. */
  DELETE
}
