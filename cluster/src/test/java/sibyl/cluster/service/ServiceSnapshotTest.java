package sibyl.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.TransferKind;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.protocol.EventEncoder;
import sibyl.protocol.SnapshotSink;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.SnapshotChunkEncoder;

class ServiceSnapshotTest {
  private static final long PERSON = Accounts.FIRST_PERSON;
  private static final long AMOUNT = 123_456_789_012L;
  private static final int VALUES =
      MessageHeaderEncoder.ENCODED_LENGTH
          + SnapshotChunkEncoder.BLOCK_LENGTH
          + SnapshotChunkEncoder.valuesHeaderLength();

  @Test
  void aReadEngineHashesLikeTheOneThatWroteIt() {
    Engine written = engine();
    fill(written);
    Engine read = engine();
    read(read, messages(written));
    assertThat(StateChecks.hash(read)).isEqualTo(StateChecks.hash(written));
  }

  @Test
  void aSnapshotThatIsReadToAnotherStateIsRefused() {
    Engine written = engine();
    fill(written);
    Deque<byte[]> messages = messages(written);
    messages.forEach(ServiceSnapshotTest::giveOneMillionthMore);

    assertThatThrownBy(() -> read(engine(), messages))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was written from a state with hash")
        .hasMessageContaining("after event " + written.lastSeq());
  }

  /** As a fault of memory would while it is written: the checksum of the values is right. */
  private static void giveOneMillionthMore(byte[] message) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = VALUES; at <= message.length - Long.BYTES; at += Integer.BYTES) {
      if (bytes.getLong(at) == AMOUNT) {
        bytes.putLong(at, AMOUNT + 1);
        var crc = new CRC32C();
        crc.update(message, VALUES, message.length - VALUES);
        bytes.putInt(
            MessageHeaderEncoder.ENCODED_LENGTH + SnapshotChunkEncoder.crc32cEncodingOffset(),
            (int) crc.getValue());
        return;
      }
    }
  }

  private static Engine engine() {
    return new Engine(
        Limits.defaults(), new EventEncoder((buffer, offset, length, first, last) -> {}));
  }

  private static void fill(Engine engine) {
    engine.openAccount(new CommandHeader().set(1000, 1, 1, 0), new OpenAccount(PERSON, true));
    engine.transfer(
        new CommandHeader().set(2000, 1, 2, 0),
        new Transfer(0, 1, Accounts.EXTERNAL, PERSON, AMOUNT, TransferKind.DEPOSIT));
  }

  private static Deque<byte[]> messages(Engine engine) {
    Deque<byte[]> messages = new ArrayDeque<>();
    ServiceSnapshot.write(
        engine,
        (buffer, offset, length) -> {
          byte[] message = new byte[length];
          buffer.getBytes(offset, message);
          messages.add(message);
        });
    return messages;
  }

  private static void read(Engine engine, Deque<byte[]> messages) {
    ServiceSnapshot.read(engine, sink -> give(messages.poll(), sink));
  }

  private static boolean give(byte @Nullable [] message, SnapshotSink to) {
    if (message == null) {
      return false;
    }
    to.onMessage(new UnsafeBuffer(message), 0, message.length);
    return true;
  }
}
