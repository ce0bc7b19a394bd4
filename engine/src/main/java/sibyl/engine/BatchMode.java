package sibyl.engine;

/** How the orders of one command depend on each other. */
public enum BatchMode {
  /**
   * Each as if it came alone: one that is refused is reported and the next one follows; a group
   * that one of them triggers takes none of the next.
   */
  EACH,
  /** All are accepted or none is. */
  ATOMIC,
  /** All are filled completely or none is; they have a common number and one report. */
  BASKET
}
