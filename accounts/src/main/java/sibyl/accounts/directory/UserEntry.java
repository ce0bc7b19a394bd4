package sibyl.accounts.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person as staff see one.
 *
 * @param emailVerified whether it counts
 * @param suspended as the exchange last said
 * @param sessions how many have not expired
 * @param keys how many API keys work
 */
public record UserEntry(
    long account,
    String username,
    @Nullable String email,
    boolean emailVerified,
    @Nullable String phone,
    Instant createdAt,
    boolean suspended,
    int sessions,
    int keys) {
  @Override
  public String toString() {
    return "user " + account;
  }
}
