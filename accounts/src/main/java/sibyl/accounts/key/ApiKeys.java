package sibyl.accounts.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.accounts.right.Rights;
import sibyl.store.Database;

/**
 * Keys for programs, as {@code sibyl_ID_SECRET}. The database has the secret's hash and is asked
 * every time; whoever remembers an answer listens to {@link Rights}, where every end is published.
 * Thread-safe.
 */
public final class ApiKeys {
  /** Most keys an account can have at a time. */
  public static final int PER_ACCOUNT_MAX = 20;

  private static final int NAME_LENGTH_MAX = 64;
  private static final int ID_BYTES = 8;
  private static final Pattern TEXT = Pattern.compile("sibyl_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final InstantSource clock;
  private final Rights rights;

  public ApiKeys(Database database, Rights rights, InstantSource clock) {
    this.database = database;
    this.rights = rights;
    this.clock = clock;
  }

  /**
   * @param name for its owner to tell it from others
   * @throws AccountsException INVALID_KEY_NAME, TOO_MANY_KEYS
   */
  public CreatedKey create(long account, String name, Set<Scope> scopes) {
    if (name.isBlank()
        || name.length() > NAME_LENGTH_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new AccountsException(
          AccountsException.Code.INVALID_KEY_NAME,
          "the name of a key has 1 to " + NAME_LENGTH_MAX + " characters");
    }
    byte[] idBytes = new byte[ID_BYTES];
    RANDOM.nextBytes(idBytes);
    String secret = Secret.random();
    ApiKey key =
        new ApiKey(HexFormat.of().formatHex(idBytes), account, name, scopes, clock.instant());
    database
        .jdbi()
        .useTransaction(
            handle -> {
              // The owner's row is the lock under which its keys are counted.
              handle
                  .createQuery("SELECT 1 FROM users WHERE account_id = :account FOR UPDATE")
                  .bind("account", account)
                  .mapTo(Integer.class)
                  .one();
              int alive =
                  handle
                      .createQuery(
                          "SELECT count(*) FROM api_keys"
                              + " WHERE account_id = :account AND revoked_at IS NULL")
                      .bind("account", account)
                      .mapTo(Integer.class)
                      .one();
              if (alive >= PER_ACCOUNT_MAX) {
                throw new AccountsException(
                    AccountsException.Code.TOO_MANY_KEYS,
                    "an account can have " + PER_ACCOUNT_MAX + " keys: revoke one first");
              }
              handle
                  .createUpdate(
                      """
                      INSERT INTO api_keys
                        (key_id, secret_hash, account_id, name, may_read, may_trade, created_at)
                      VALUES (:id, :hash, :account, :name, :read, :trade, :now)
                      """)
                  .bind("id", key.id())
                  .bind("hash", Secret.hash(secret))
                  .bind("account", account)
                  .bind("name", name)
                  .bind("read", scopes.contains(Scope.READ))
                  .bind("trade", scopes.contains(Scope.TRADE))
                  .bind("now", key.createdAt().atOffset(ZoneOffset.UTC))
                  .execute();
            });
    return new CreatedKey(key, "sibyl_" + key.id() + "_" + secret);
  }

  /** The key that {@code text} is; empty for one that never was or is revoked. */
  public Optional<ApiKey> verify(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String id = parts.group(1);
    byte[] presented = Secret.hash(parts.group(2));
    return find(id)
        .filter(candidate -> MessageDigest.isEqual(candidate.secretHash(), presented))
        .map(Known::key);
  }

  /** Revokes all keys of an account in the caller's transaction, who publishes the change. */
  public static void revokeAll(Handle handle, long account, Instant now) {
    handle
        .createUpdate(
            "UPDATE api_keys SET revoked_at = :now"
                + " WHERE account_id = :account AND revoked_at IS NULL")
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("account", account)
        .execute();
  }

  /** An account's keys that are not revoked, oldest first. */
  public List<ApiKey> list(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM api_keys WHERE account_id = :account"
                            + " AND revoked_at IS NULL ORDER BY created_at, key_id")
                    .bind("account", account)
                    .map((row, context) -> key(row))
                    .list());
  }

  /**
   * @throws AccountsException UNKNOWN_KEY if the account has no such key
   */
  public void revoke(long account, String id) {
    int revoked =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            """
                            UPDATE api_keys SET revoked_at = :now
                            WHERE key_id = :id AND account_id = :account AND revoked_at IS NULL
                            """)
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .bind("id", id.replace('\0', ' '))
                        .bind("account", account)
                        .execute());
    if (revoked == 0) {
      throw new AccountsException(AccountsException.Code.UNKNOWN_KEY, "there is no such key");
    }
    rights.changedOfPerson(account);
  }

  private Optional<Known> find(String id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM api_keys WHERE key_id = :id AND revoked_at IS NULL")
                    .bind("id", id)
                    .map((row, context) -> new Known(key(row), row.getBytes("secret_hash")))
                    .findOne());
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    if (row.getBoolean("may_read")) {
      scopes.add(Scope.READ);
    }
    if (row.getBoolean("may_trade")) {
      scopes.add(Scope.TRADE);
    }
    return new ApiKey(
        row.getString("key_id"),
        row.getLong("account_id"),
        row.getString("name"),
        scopes,
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** A key with what its secret is checked against. */
  private static final class Known {
    private final ApiKey key;
    private final byte[] secretHash;

    Known(ApiKey key, byte[] secretHash) {
      this.key = key;
      this.secretHash = secretHash;
    }

    ApiKey key() {
      return key;
    }

    byte[] secretHash() {
      return secretHash;
    }
  }
}
