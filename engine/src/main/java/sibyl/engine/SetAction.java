package sibyl.engine;

/** Cash into a complete set of shares, or back. */
public enum SetAction {
  SPLIT,
  MERGE
}
