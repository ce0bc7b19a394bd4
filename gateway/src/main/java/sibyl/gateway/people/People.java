package sibyl.gateway.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * People, their sessions and keys. Every method blocks and is called on a virtual thread; signing
 * up and in can be refused for the moment with {@link TryLater}.
 */
public interface People {
  /**
   * @throws SignUpRefused when the name or address is taken or something is not acceptable
   */
  SignedIn register(String username, String email, String password);

  /** Empty for a wrong name as for a wrong password. */
  Optional<SignedIn> login(String username, String password);

  void endSession(String token);

  Optional<Caller.Person> session(String token);

  Optional<Caller.Program> key(String secret);

  NewKey createKey(long account, String name, Set<Scope> scopes);

  List<Key> keys(long account);

  /**
   * @return false when the account has no such key
   */
  boolean deleteKey(long account, String keyId);

  /** A session that was just begun. */
  record SignedIn(String token, Caller.Person person) {}

  record Key(String keyId, String name, Set<Scope> scopes, long createdAtMs, long lastUsedAtMs) {
    public Key {
      scopes = Set.copyOf(scopes);
    }
  }

  record NewKey(Key key, String secret) {}
}
