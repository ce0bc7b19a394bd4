package sibyl.accounts.session;

/**
 * Where a session was begun, for its owner to recognise it.
 *
 * @param address of the network
 * @param userAgent what the browser calls itself, cut short
 */
public record Device(String address, String userAgent) {
  private static final int USER_AGENT_LENGTH_MAX = 100;

  public Device {
    if (userAgent.length() > USER_AGENT_LENGTH_MAX) {
      boolean splits = Character.isHighSurrogate(userAgent.charAt(USER_AGENT_LENGTH_MAX - 1));
      userAgent = userAgent.substring(0, USER_AGENT_LENGTH_MAX - (splits ? 1 : 0));
    }
    userAgent = userAgent.replaceAll("\\p{Cntrl}", " ");
  }
}
