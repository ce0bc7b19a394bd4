package sibyl.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where a database is and who may enter. The password shows neither in the URL nor in the text of
 * this record.
 *
 * @param jdbcUrl without user and password
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
  private static final String JDBC = "jdbc:postgresql://";
  private static final Duration DEFAULT_ANSWER_DEADLINE = Duration.ofSeconds(60);

  /**
   * Reads {@code jdbc:postgresql://host:port/database?user=…&password=…} or the shorter {@code
   * postgresql://user:password@host:port/database}.
   *
   * @throws IllegalArgumentException if it is neither; the message does not repeat the text, which
   *     may hold a password
   */
  public static DatabaseAddress parse(String url) {
    String rest;
    if (url.startsWith(JDBC)) {
      rest = url.substring(JDBC.length());
    } else if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
      rest = url.substring(url.indexOf("://") + 3);
    } else {
      throw new IllegalArgumentException(
          "the database URL must begin with jdbc:postgresql:// or postgresql://");
    }
    String user = "";
    String password = "";
    int slash = rest.indexOf('/');
    int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
    if (at >= 0) {
      String[] pair = rest.substring(0, at).split(":", 2);
      user = decoded(pair[0]);
      password = pair.length > 1 ? decoded(pair[1]) : "";
      rest = rest.substring(at + 1);
    }
    List<String> parameters = new ArrayList<>();
    int question = rest.indexOf('?');
    if (question >= 0) {
      for (String parameter : rest.substring(question + 1).split("&")) {
        if (parameter.startsWith("user=")) {
          user = decoded(parameter.substring("user=".length()));
        } else if (parameter.startsWith("password=")) {
          password = decoded(parameter.substring("password=".length()));
        } else if (!parameter.isEmpty()) {
          parameters.add(parameter);
        }
      }
      rest = rest.substring(0, question);
    }
    String tail = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return new DatabaseAddress(JDBC + rest + tail, user, password);
  }

  /** One connection of its own, whose every answer must come within a minute. */
  public Connection connect() throws SQLException {
    return connect(DEFAULT_ANSWER_DEADLINE);
  }

  /**
   * One connection of its own.
   *
   * @param answerDeadline after which a statement without an answer breaks the connection
   */
  public Connection connect(Duration answerDeadline) throws SQLException {
    return DriverManager.getConnection(jdbcUrl, properties(answerDeadline));
  }

  Properties properties(Duration answerDeadline) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "sibyl");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", Long.toString(Math.max(1, answerDeadline.toSeconds())));
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return user.isEmpty() ? jdbcUrl : jdbcUrl + " as " + user;
  }
}
