package sibyl.cluster.client;

/**
 * Where one member of several is reached. It uses five UDP ports from its base on.
 *
 * @param host name or address
 * @param basePort the first of its ports; 0 for a member that is the whole cluster and has none
 */
public record MemberAddress(String host, int basePort) {
  /** How many ports a member uses. */
  public static final int PORTS = 5;

  private static final int ARCHIVE = 0;
  private static final int INGRESS = 1;
  private static final int CONSENSUS = 2;
  private static final int LOG = 3;
  private static final int CATCH_UP = 4;

  /**
   * @throws IllegalArgumentException naming what cannot be
   */
  public MemberAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("member host: must not be blank");
    }
    if (basePort < 0 || basePort > 65_535 - PORTS) {
      throw new IllegalArgumentException(
          "member base port: from 0 to " + (65_535 - PORTS) + ", not " + basePort);
    }
  }

  /** Where its archive takes requests, {@code host:port}. */
  public String archiveEndpoint() {
    return at(ARCHIVE);
  }

  /** Where it takes commands while it leads. */
  public String ingressEndpoint() {
    return at(INGRESS);
  }

  /** The five endpoints in the order Aeron Cluster wants them. */
  public String endpoints() {
    return String.join(
        ",", ingressEndpoint(), at(CONSENSUS), at(LOG), at(CATCH_UP), archiveEndpoint());
  }

  private String at(int port) {
    return host + ":" + (basePort + port);
  }
}
