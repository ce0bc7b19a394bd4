package sibyl.accounts.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.Secret;

/**
 * Recognises devices on which a name has signed in before, so that guesses made elsewhere do not
 * keep the name's owner out. A device keeps a random id, signed together with the name; nothing is
 * kept here. The token opens nothing: it only counts failures apart. Thread-safe.
 */
public final class KnownDevices {
  private static final String PURPOSE = "device";

  private final KeyedHash hash;

  /**
   * @param hash with a key that outlives the process and that all gateways have
   */
  public KnownDevices(KeyedHash hash) {
    this.hash = hash;
  }

  /** The token for a device on which this name has just signed in. */
  public String issue(String name) {
    String id = Secret.random();
    return id + "." + hash.of(PURPOSE, name, id);
  }

  /** Which device this is; empty if the name has not signed in on it. */
  public Optional<String> idOf(String name, @Nullable String token) {
    int dot = token == null ? -1 : token.indexOf('.');
    if (token == null || dot < 0) {
      return Optional.empty();
    }
    String id = token.substring(0, dot);
    byte[] signature = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    byte[] expected = hash.of(PURPOSE, name, id).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, signature) ? Optional.of(id) : Optional.empty();
  }
}
