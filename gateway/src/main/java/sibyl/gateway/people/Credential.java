package sibyl.gateway.people;

/** What a request proves its identity with. Never printed. */
public record Credential(Kind kind, String secret) {
  /** Where it came from. */
  public enum Kind {
    PERSON_COOKIE,
    STAFF_COOKIE,
    API_KEY
  }

  @Override
  public String toString() {
    return "Credential[" + kind + "]";
  }

  /** Whether a browser sends it by itself, so that other sites could have made it do so. */
  public boolean isCookie() {
    return kind != Kind.API_KEY;
  }
}
