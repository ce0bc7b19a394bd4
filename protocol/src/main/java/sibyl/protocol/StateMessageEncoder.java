package sibyl.protocol;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.StateCheckEncoder;
import sibyl.protocol.sbe.StateStatementEncoder;

/** Writes one message of a member to the others; the last call is in the buffer. One thread. */
public final class StateMessageEncoder implements StateMessageHandler {
  private final UnsafeBuffer buffer =
      new UnsafeBuffer(
          new byte[MessageHeaderEncoder.ENCODED_LENGTH + StateStatementEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final StateCheckEncoder check = new StateCheckEncoder();
  private final StateStatementEncoder statement = new StateStatementEncoder();
  private int length;

  @Override
  public void onStateCheck(int member) {
    length = check.wrapAndApplyHeader(buffer, 0, header).member(member).limit();
  }

  @Override
  public void onStateStatement(int member, long position, long seq, long hash) {
    statement.wrapAndApplyHeader(buffer, 0, header);
    length = statement.member(member).position(position).seq(seq).hash(hash).limit();
  }

  public DirectBuffer buffer() {
    return buffer;
  }

  public int length() {
    return length;
  }
}
