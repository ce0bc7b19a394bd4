package sibyl.gateway.http;

/**
 * Why bytes are no request. The message says what a right one looks like; it repeats nothing of
 * what was sent.
 */
public final class UnreadableRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableRequest(String message) {
    super(message, null, false, false);
  }
}
