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
 * @param email null for none
 * @param emailVerified whether its owner has shown to read it; until then it counts for nothing
 * @param newEmail claimed in its place, until it is verified; null for none
 * @param phone as E.164 writes it; null for who signed up with a password
 */
public record User(
    long account,
    String username,
    @Nullable String email,
    boolean emailVerified,
    @Nullable String newEmail,
    @Nullable String phone,
    Instant createdAt) {
  /** The columns that {@link #read} wants. */
  public static final String COLUMNS =
      "account_id, username, email, email_verified_at, new_email, phone, created_at";

  /** Selects all there is of people; append what they are found by. */
  public static final String QUERY = "SELECT " + COLUMNS + " FROM users";

  /** From a row with at least the {@link #COLUMNS}. */
  public static User read(ResultSet row) throws SQLException {
    return new User(
        row.getLong("account_id"),
        row.getString("username"),
        row.getString("email"),
        row.getObject("email_verified_at") != null,
        row.getString("new_email"),
        row.getString("phone"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** Says who without saying how to reach them. */
  @Override
  public String toString() {
    return "User[" + account + " " + username + "]";
  }
}
