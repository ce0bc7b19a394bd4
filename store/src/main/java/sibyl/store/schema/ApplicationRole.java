package sibyl.store.schema;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.store.DatabaseAddress;

/**
 * The role with which the running program works: it reads and writes rows, owns no table, and can
 * add to the audit log but neither change nor remove an entry. The owner of the tables is used for
 * migrations only. Its name is the owner's with {@code _app}; its password is an HMAC of the
 * owner's, so that every program of the same exchange knows it and none has to keep it.
 */
public final class ApplicationRole {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationRole.class);
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "sibyl application role 1";

  /** Several programs of one exchange start at once. */
  private static final long LOCK = 0x5349_4259_4c52_4f4cL;

  private static final String APPEND_ONLY = "audit_log";
  private static final String READ_ONLY = "audit_head, flyway_schema_history";

  private ApplicationRole() {}

  /**
   * Makes the role if it is not there, and grants it what it needs.
   *
   * @param owner who owns the migrated tables
   * @return how to sign in with the role; the owner's address, with a warning in the log, where the
   *     owner has no password to derive one from or may not create roles
   * @throws IllegalStateException if the database refuses
   */
  public static DatabaseAddress of(DatabaseAddress owner) {
    if (owner.password().isEmpty()) {
      LOG.warn("the database owner signs in without a password: requests run as the owner too");
      return owner;
    }
    DatabaseAddress application =
        new DatabaseAddress(owner.jdbcUrl(), owner.user() + "_app", password(owner.password()));
    try (Connection connection = owner.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        if (!canSignIn(application) && !create(statement, application)) {
          LOG.warn(
              "{} may not create roles (CREATEROLE), so requests run as the owner of the tables",
              owner.user());
          return owner;
        }
        grant(statement, quoted(application.user()));
        connection.commit();
      }
      return application;
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the role " + application.user() + " cannot be set up: " + e.getMessage(), e);
    }
  }

  private static boolean canSignIn(DatabaseAddress application) {
    try (Connection connection = application.connect()) {
      return connection.isValid(0);
    } catch (SQLException e) {
      return false; // not there yet, or with another password: both are put right
    }
  }

  private static boolean create(Statement statement, DatabaseAddress role) throws SQLException {
    if (!isTrue(
        statement, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")) {
      return false;
    }
    String name = quoted(role.user());
    boolean exists =
        isTrue(
            statement, "SELECT count(*) > 0 FROM pg_roles WHERE rolname = " + literal(role.user()));
    statement.execute(
        (exists ? "ALTER ROLE " : "CREATE ROLE ")
            + name
            + " LOGIN PASSWORD "
            + literal(role.password()));
    return true;
  }

  private static void grant(Statement statement, String role) throws SQLException {
    String schema;
    try (ResultSet row = statement.executeQuery("SELECT current_schema()")) {
      row.next();
      schema = quoted(row.getString(1));
    }
    statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    statement.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA "
            + schema
            + " TO "
            + role);
    statement.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + role);
    statement.execute("REVOKE UPDATE, DELETE, TRUNCATE ON " + APPEND_ONLY + " FROM " + role);
    statement.execute("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON " + READ_ONLY + " FROM " + role);
  }

  private static boolean isTrue(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String password(String ownersPassword) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(ownersPassword.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] bytes = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
