package sibyl.accounts.key;

import java.time.Instant;
import java.util.Set;

/**
 * A key, without its secret.
 *
 * @param id the part by which it is found and revoked
 */
public record ApiKey(String id, long account, String name, Set<Scope> scopes, Instant createdAt) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }
}
