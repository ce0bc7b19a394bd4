package sibyl.gateway.exchange;

/** A command was sent, but its events did not arrive in time: it may or may not take effect. */
public final class OutcomeUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknown() {
    super("outcome unknown", null, false, false);
  }
}
