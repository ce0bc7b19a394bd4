package sibyl.protocol;

import org.agrona.DirectBuffer;
import sibyl.protocol.sbe.StateCheckDecoder;
import sibyl.protocol.sbe.StateStatementDecoder;

/** Turns the messages of a {@link StateMessageEncoder} back into calls. For one thread. */
public final class StateMessageDecoder {
  private final MessageReader in = new MessageReader();
  private final StateCheckDecoder check = new StateCheckDecoder();
  private final StateStatementDecoder statement = new StateStatementDecoder();

  /** Whether a template of the schema is one of these messages. */
  public static boolean isStateMessage(int templateId) {
    return templateId == StateCheckDecoder.TEMPLATE_ID
        || templateId == StateStatementDecoder.TEMPLATE_ID;
  }

  /**
   * Decodes the message of {@code length} bytes at {@code offset}.
   *
   * @return whether {@code handler} was called; not if these bytes are no such message
   */
  public boolean decode(DirectBuffer buffer, int offset, int length, StateMessageHandler handler) {
    try {
      in.wrap(buffer, offset, length);
      switch (in.templateId()) {
        case StateCheckDecoder.TEMPLATE_ID -> {
          int block = in.block(StateCheckDecoder.BLOCK_LENGTH);
          in.end();
          check.wrap(
              buffer, block, StateCheckDecoder.BLOCK_LENGTH, StateCheckDecoder.SCHEMA_VERSION);
          handler.onStateCheck(check.member());
        }
        case StateStatementDecoder.TEMPLATE_ID -> {
          int block = in.block(StateStatementDecoder.BLOCK_LENGTH);
          in.end();
          statement.wrap(
              buffer,
              block,
              StateStatementDecoder.BLOCK_LENGTH,
              StateStatementDecoder.SCHEMA_VERSION);
          handler.onStateStatement(
              statement.member(), statement.position(), statement.seq(), statement.hash());
        }
        default -> {
          return false;
        }
      }
      return true;
    } catch (MalformedMessage malformed) {
      return false;
    }
  }
}
