package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.snapshot.StateSink;
import sibyl.engine.snapshot.StateSource;

class SnapshotTest {
  private static final int VALUES = 5_000;

  private final List<byte[]> messages = new ArrayList<>();

  @Test
  void everyValueComesBackInItsPlace() {
    writeSnapshot();

    SnapshotDecoder decoder = decoder();
    decoder.begin();
    readValues(decoder);
    decoder.end();

    assertThat(decoder.formatVersion()).isEqualTo(3);
    assertThat(decoder.seq()).isEqualTo(Long.MAX_VALUE);
    assertThat(decoder.timeMs()).isEqualTo(1_000);
    assertThat(messages).hasSizeGreaterThan(5);
    assertThat(messages).allMatch(message -> message.length <= SnapshotEncoder.MAX_LENGTH);
  }

  @Test
  void emptySnapshotHasABeginningAndAnEnd() {
    SnapshotEncoder encoder = new SnapshotEncoder(this::keep);
    encoder.begin(1, 0, 0);
    encoder.end();

    assertThat(messages).hasSize(2);
    SnapshotDecoder decoder = decoder();
    decoder.begin();
    decoder.end();
  }

  @Test
  void snapshotThatStopsAnywhereIsNotRead() {
    writeSnapshot();
    List<byte[]> whole = List.copyOf(messages);
    for (int size = 0; size < whole.size(); size++) {
      messages.clear();
      messages.addAll(whole.subList(0, size));
      assertThatThrownBy(this::readSnapshot).isInstanceOf(CorruptSnapshotException.class);
    }
  }

  @Test
  void snapshotWithoutOneOfItsMessagesIsNotRead() {
    writeSnapshot();
    List<byte[]> whole = List.copyOf(messages);
    for (int missing = 0; missing < whole.size(); missing++) {
      messages.clear();
      messages.addAll(whole);
      messages.remove(missing);
      assertThatThrownBy(this::readSnapshot).isInstanceOf(CorruptSnapshotException.class);
    }
  }

  @Test
  void changedBitInAnyMessageIsNoticed() {
    writeSnapshot();
    for (byte[] message : messages) {
      for (int at = 0; at < message.length; at += 3) {
        message[at] ^= 4;
        assertThatThrownBy(this::readSnapshot).isInstanceOf(CorruptSnapshotException.class);
        message[at] ^= 4;
      }
    }
    readSnapshot();
  }

  @Test
  void damageIsNoticedBeforeAValueIsGivenOut() {
    writeSnapshot();
    messages.get(1)[100] ^= 1;
    SnapshotDecoder decoder = decoder();
    decoder.begin();

    assertThatThrownBy(decoder::getLong)
        .isInstanceOf(CorruptSnapshotException.class)
        .hasMessage("corrupt snapshot: chunk 0 has another checksum than its values");
  }

  @Test
  void readerThatWantsLessThanWasWrittenIsTold() {
    writeSnapshot();
    SnapshotDecoder decoder = decoder();
    decoder.begin();
    decoder.getLong();

    assertThatThrownBy(decoder::end)
        .isInstanceOf(CorruptSnapshotException.class)
        .hasMessageContaining("were not asked for");
  }

  @Test
  void readerThatWantsMoreThanWasWrittenIsTold() {
    writeSnapshot();
    SnapshotDecoder decoder = decoder();
    decoder.begin();
    readValues(decoder);

    assertThatThrownBy(decoder::getInt)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("corrupt snapshot: it ends before value " + VALUES);
  }

  private void writeSnapshot() {
    SnapshotEncoder encoder = new SnapshotEncoder(this::keep);
    encoder.begin(3, Long.MAX_VALUE, 1_000);
    writeValues(encoder);
    encoder.end();
  }

  private void readSnapshot() {
    SnapshotDecoder decoder = decoder();
    decoder.begin();
    readValues(decoder);
    decoder.end();
  }

  private static void writeValues(StateSink sink) {
    Random random = new Random(9);
    for (int i = 0; i < VALUES; i++) {
      if (random.nextBoolean()) {
        sink.putLong(random.nextLong());
      } else {
        sink.putInt(random.nextInt());
      }
    }
  }

  private static void readValues(StateSource source) {
    Random random = new Random(9);
    for (int i = 0; i < VALUES; i++) {
      boolean same =
          random.nextBoolean()
              ? source.getLong() == random.nextLong()
              : source.getInt() == random.nextInt();
      if (!same) {
        throw new AssertionError("value " + i + " is another than was written");
      }
    }
  }

  private void keep(DirectBuffer buffer, int offset, int length) {
    byte[] message = new byte[length];
    buffer.getBytes(offset, message);
    messages.add(message);
  }

  private SnapshotDecoder decoder() {
    Iterator<byte[]> next = List.copyOf(messages).iterator();
    return new SnapshotDecoder(
        sink -> {
          if (!next.hasNext()) {
            return false;
          }
          // Elsewhere than at 0, and gone afterwards, as it is in a log.
          byte[] message = next.next();
          byte[] term = new byte[message.length + 10];
          System.arraycopy(message, 0, term, 5, message.length);
          sink.onMessage(new UnsafeBuffer(term), 5, message.length);
          Arrays.fill(term, (byte) -1);
          return true;
        });
  }
}
