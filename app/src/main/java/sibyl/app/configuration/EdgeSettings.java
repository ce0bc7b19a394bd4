package sibyl.app.configuration;

import java.util.List;

/**
 * What connections may do before there is a request.
 *
 * @param hosts names that the server is reached by, besides those of the machine itself
 */
public record EdgeSettings(
    List<String> hosts,
    int idleSeconds,
    int headSeconds,
    int bodySeconds,
    int connections,
    int connectionsPerNetwork) {
  private static final int SECONDS_MAX = 3_600;
  private static final int CONNECTIONS_MAX = 1_000_000;

  static EdgeSettings of(SettingReader reader) {
    return new EdgeSettings(
        reader.hosts(Setting.HTTP_HOSTS),
        reader.number(Setting.HTTP_IDLE_SECONDS, 1, SECONDS_MAX),
        reader.number(Setting.HTTP_HEAD_SECONDS, 1, SECONDS_MAX),
        reader.number(Setting.HTTP_BODY_SECONDS, 1, SECONDS_MAX),
        reader.number(Setting.HTTP_CONNECTIONS, 1, CONNECTIONS_MAX),
        reader.number(Setting.HTTP_CONNECTIONS_PER_NETWORK, 1, CONNECTIONS_MAX));
  }
}
