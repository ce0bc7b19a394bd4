package sibyl.protocol;

/**
 * A frame of the journal is not what an encoder of this build writes. Whoever reads the journal
 * must stop: nothing after it can be trusted to follow what was before it.
 */
public final class CorruptFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Defect defect;
  private final int position;

  CorruptFrameException(Defect defect, int position, int length, long nextSeq) {
    super(
        "corrupt frame: "
            + defect
            + " at byte "
            + position
            + " of "
            + length
            + (nextSeq == 0 ? "" : ", at event " + nextSeq));
    this.defect = defect;
    this.position = position;
  }

  public Defect defect() {
    return defect;
  }

  /** How many bytes into the frame the defect was noticed. */
  public int position() {
    return position;
  }
}
