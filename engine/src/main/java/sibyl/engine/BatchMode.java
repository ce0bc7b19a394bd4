package sibyl.engine;

/** How the orders of one command depend on each other. */
public enum BatchMode {
  /** Each by itself: one that is refused is reported and the next one follows. */
  EACH,
  /** All are accepted or none is. */
  ATOMIC,
  /** All are filled completely or none is; they have a common number and one report. */
  BASKET
}
