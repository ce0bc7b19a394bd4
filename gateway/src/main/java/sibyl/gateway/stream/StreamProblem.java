package sibyl.gateway.stream;

/** A request on the stream that cannot be met. */
final class StreamProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  StreamProblem(String code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }
}
