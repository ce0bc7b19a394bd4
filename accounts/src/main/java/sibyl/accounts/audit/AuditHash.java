package sibyl.accounts.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.KeyedHash;

/**
 * The hash of an entry: HMAC-SHA-256 over the hash before it, and every field with its length, so
 * that no text can pass for the end of one field and the beginning of the next. Without the key,
 * which is not in the database, the chain cannot be computed anew.
 */
final class AuditHash {
  /** Stands before the first entry. */
  static final String NONE = "0".repeat(64);

  private static final int ABSENT = -1;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private AuditHash() {}

  /**
   * @param atMs milliseconds since the epoch
   */
  static String of(KeyedHash key, String previous, long seq, long atMs, AuditEntry entry) {
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
    return key.hex(hash.message.toByteArray());
  }

  private void number(long value) {
    message.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private void text(@Nullable String value) {
    if (value == null) {
      number(ABSENT);
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      message.writeBytes(bytes);
    }
  }
}
