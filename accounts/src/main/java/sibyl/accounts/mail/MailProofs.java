package sibyl.accounts.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.Secret;

/**
 * Tokens that are sent to an address and prove, when they come back, that their owner reads it.
 * Each is for one account, one purpose and one address, good for a time and once. Kept are hashes.
 * Thread-safe; every method works in the caller's transaction.
 */
public final class MailProofs {
  /** How long an address may be verified with a token. */
  public static final Duration VERIFY_LIFETIME = Duration.ofHours(24);

  /** How long a password may be reset with a token. */
  public static final Duration RESET_LIFETIME = Duration.ofMinutes(30);

  /** What a token is good for. */
  public enum Purpose {
    VERIFY(VERIFY_LIFETIME),
    RESET(RESET_LIFETIME);

    private final Duration lifetime;

    Purpose(Duration lifetime) {
      this.lifetime = lifetime;
    }
  }

  /** Whose token it is, and where it was sent. */
  public record Proof(long account, String address) {
    @Override
    public String toString() {
      return "Proof[" + account + "]";
    }
  }

  private final InstantSource clock;

  public MailProofs(InstantSource clock) {
    this.clock = clock;
  }

  /** Makes a token, to be sent to the address. */
  String issue(Handle handle, Purpose purpose, Proof proof) {
    String token = Secret.random();
    handle
        .createUpdate(
            """
            INSERT INTO mail_proofs (token_hash, account_id, purpose, address, expires_at)
            VALUES (:hash, :account, :purpose, :address, :expires)
            """)
        .bind("hash", Secret.hash(token))
        .bind("account", proof.account())
        .bind("purpose", purpose.name())
        .bind("address", proof.address())
        .bind("expires", utc(clock.instant().plus(purpose.lifetime)))
        .execute();
    return token;
  }

  /** What a token proves, without using it up. */
  public Optional<Proof> look(Handle handle, Purpose purpose, String token) {
    return handle
        .createQuery(
            """
            SELECT account_id, address FROM mail_proofs
            WHERE token_hash = :hash AND purpose = :purpose AND expires_at > :now
            """)
        .bind("hash", Secret.hash(token))
        .bind("purpose", purpose.name())
        .bind("now", utc(clock.instant()))
        .map((row, context) -> new Proof(row.getLong(1), row.getString(2)))
        .findOne();
  }

  /**
   * Uses a token up, and with it all others of its account and purpose; of many who bring it at the
   * same time, for one.
   */
  public Optional<Proof> use(Handle handle, Purpose purpose, String token) {
    Optional<Proof> proof =
        handle
            .createQuery(
                """
                DELETE FROM mail_proofs
                WHERE token_hash = :hash AND purpose = :purpose AND expires_at > :now
                RETURNING account_id, address
                """)
            .bind("hash", Secret.hash(token))
            .bind("purpose", purpose.name())
            .bind("now", utc(clock.instant()))
            .map((row, context) -> new Proof(row.getLong(1), row.getString(2)))
            .findOne();
    proof.ifPresent(used -> end(handle, purpose, used.account()));
    return proof;
  }

  /** Makes all tokens of an account for a purpose worthless. */
  public void end(Handle handle, Purpose purpose, long account) {
    handle
        .createUpdate("DELETE FROM mail_proofs WHERE account_id = :account AND purpose = :purpose")
        .bind("account", account)
        .bind("purpose", purpose.name())
        .execute();
  }

  /** Makes one token worthless. */
  void forget(Handle handle, String token) {
    handle
        .createUpdate("DELETE FROM mail_proofs WHERE token_hash = :hash")
        .bind("hash", Secret.hash(token))
        .execute();
  }

  /** Forgets those whose time is over. */
  void removeExpired(Handle handle) {
    handle
        .createUpdate("DELETE FROM mail_proofs WHERE expires_at <= :now")
        .bind("now", utc(clock.instant()))
        .execute();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
