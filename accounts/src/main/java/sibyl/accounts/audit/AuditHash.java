package sibyl.accounts.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash of an entry: over the hash before it, and every field with its length, so that no text
 * can pass for the end of one field and the beginning of the next.
 */
final class AuditHash {
  /** Stands before the first entry. */
  static final String NONE = "0".repeat(64);

  private static final int ABSENT = -1;

  private final MessageDigest digest;

  private AuditHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * @param atMs milliseconds since the epoch
   */
  static String of(String previous, long seq, long atMs, AuditEntry entry) {
    AuditHash hash = new AuditHash();
    hash.text(previous);
    hash.number(seq);
    hash.number(atMs);
    hash.text(entry.stage().name());
    hash.number(entry.intent());
    hash.number(entry.actor());
    hash.text(entry.username());
    hash.text(entry.roles());
    hash.text(entry.operation());
    hash.text(entry.subject());
    hash.text(entry.reason());
    hash.text(entry.request());
    hash.text(entry.before());
    hash.text(entry.after());
    hash.text(entry.outcome());
    hash.text(entry.requestId());
    hash.text(entry.address());
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void number(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
  }

  private void text(@Nullable String value) {
    if (value == null) {
      number(ABSENT);
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      digest.update(bytes);
    }
  }
}
