package sibyl.accounts.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person.
 *
 * @param account the number of the person and of its account at the exchange
 */
public record User(long account, String username, @Nullable String email, Instant createdAt) {}
