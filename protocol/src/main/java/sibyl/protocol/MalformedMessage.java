package sibyl.protocol;

/**
 * Ends the decoding of one message, inside this package only. Each reader has one of its own and
 * throws it again and again: without a stack trace, so that garbage costs no more than good bytes.
 */
final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Defect defect = Defect.TRUNCATED;
  private int position;

  MalformedMessage() {
    super(null, null, false, false);
  }

  MalformedMessage of(Defect defect, int position) {
    this.defect = defect;
    this.position = position;
    return this;
  }

  Defect defect() {
    return defect;
  }

  /** Where it was noticed: an index into the buffer. */
  int position() {
    return position;
  }
}
