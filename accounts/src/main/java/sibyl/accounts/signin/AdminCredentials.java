package sibyl.accounts.signin;

import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;

/**
 * Who may sign in as staff, from the configuration. Without any, nobody may. The well-known
 * credentials of development exist in dev mode only.
 */
public final class AdminCredentials {
  private static final String DEV_NAME = "admin";
  private static final String DEV_PASSWORD = "sibyl-dev";
  private static final String HASH_PREFIX = "$argon2";

  private final @Nullable String name;
  private final @Nullable String hash;

  private AdminCredentials(@Nullable String name, @Nullable String hash) {
    this.name = name;
    this.hash = hash;
  }

  /**
   * @param name from the configuration; null when not configured
   * @param secret the password or, better, its Argon2 hash; null when not configured
   * @param devMode whether the credentials of development stand in for missing ones
   * @throws IllegalArgumentException if only one of the two is configured, or the password breaks
   *     {@link PasswordRules#STAFF}; the message does not repeat it
   */
  public static AdminCredentials of(
      @Nullable String name, @Nullable String secret, boolean devMode, Passwords passwords) {
    if (name == null && secret == null) {
      return devMode
          ? new AdminCredentials(DEV_NAME, passwords.hash(DEV_PASSWORD))
          : new AdminCredentials(null, null);
    }
    if (name == null || secret == null) {
      throw new IllegalArgumentException(
          "staff sign-in needs both a name and a password, of which only one is configured");
    }
    if (secret.startsWith(HASH_PREFIX)) {
      return new AdminCredentials(name, secret);
    }
    if (devMode && secret.equals(DEV_PASSWORD)) {
      return new AdminCredentials(name, passwords.hash(secret));
    }
    try {
      PasswordRules.STAFF.check(secret, name, null);
    } catch (AccountsException e) {
      throw new IllegalArgumentException("staff sign-in: " + e.getMessage(), e);
    }
    return new AdminCredentials(name, passwords.hash(secret));
  }

  public boolean isEnabled() {
    return name != null;
  }

  public @Nullable String name() {
    return name;
  }

  /** What the password is checked against. */
  public @Nullable String hash() {
    return hash;
  }

  @Override
  public String toString() {
    return name == null ? "no staff" : "staff " + name;
  }
}
