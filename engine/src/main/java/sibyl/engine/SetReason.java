package sibyl.engine;

/** Why sets (one YES and one NO share) came or went. */
public enum SetReason {
  NETTING,
  SPLIT,
  MERGE
}
