package sibyl.engine;

/** The two contracts of a binary market. */
public enum Outcome {
  YES,
  NO;

  public Outcome opposite() {
    return this == YES ? NO : YES;
  }
}
