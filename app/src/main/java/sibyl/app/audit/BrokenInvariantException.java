package sibyl.app.audit;

/** An invariant of the engine does not hold: the exchange must not go on. */
final class BrokenInvariantException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenInvariantException(Throwable cause) {
    super("an invariant of the engine does not hold: " + cause.getMessage(), cause);
  }
}
