package sibyl.cluster.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sibyl.protocol.StateMessageDecoder;
import sibyl.protocol.sbe.OpenAccountDecoder;
import sibyl.protocol.sbe.TransferDecoder;

/**
 * What a session is for. Its holder proves the role when the session opens; the log keeps the role
 * with the session, so every member allows and refuses the same commands.
 */
public enum SessionRole {
  /** Trading, markets and accounts: every command but a transfer. */
  GATEWAY,
  /** Transfers that an outbox holds, and opening the accounts they go to. */
  PAYMENTS,
  /** Reads the journal and sends no command. */
  READER,
  /**
   * A member and its parts among themselves: they record, replay and purge, and tell each other
   * through the log about their states. No command of it changes the exchange.
   */
  MEMBER;

  /** Whether a session of this role may send commands with this template of the wire. */
  public boolean maySend(int templateId) {
    return switch (this) {
      case GATEWAY ->
          templateId != TransferDecoder.TEMPLATE_ID
              && !StateMessageDecoder.isStateMessage(templateId);
      case PAYMENTS ->
          templateId == TransferDecoder.TEMPLATE_ID || templateId == OpenAccountDecoder.TEMPLATE_ID;
      case MEMBER -> StateMessageDecoder.isStateMessage(templateId);
      case READER -> false;
    };
  }

  /** The role as the principal of a session, in the log and towards the archive. */
  public byte[] principal() {
    return name().getBytes(StandardCharsets.US_ASCII);
  }

  /** The role that {@link #principal()} wrote; null for any other bytes. */
  public static @Nullable SessionRole of(byte[] principal) {
    String name = new String(principal, StandardCharsets.US_ASCII);
    for (SessionRole role : values()) {
      if (role.name().equals(name)) {
        return role;
      }
    }
    return null;
  }
}
