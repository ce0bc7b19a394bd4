package sibyl.accounts.signin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A person.
 *
 * @param account the number of the person and of its account at the exchange
 * @param phone as E.164 writes it; null for who signed up with a password
 */
public record User(
    long account,
    String username,
    @Nullable String email,
    @Nullable String phone,
    Instant createdAt) {
  /** Selects all there is of people; append what they are found by. */
  public static final String QUERY =
      "SELECT account_id, username, email, phone, created_at FROM users";

  /** From a row with at least the columns of {@link #QUERY}. */
  public static User read(ResultSet row) throws SQLException {
    return new User(
        row.getLong("account_id"),
        row.getString("username"),
        row.getString("email"),
        row.getString("phone"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** Says who without saying how to reach them. */
  @Override
  public String toString() {
    return "User[" + account + " " + username + "]";
  }
}
