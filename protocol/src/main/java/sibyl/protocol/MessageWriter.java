package sibyl.protocol;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import sibyl.engine.command.Text;
import sibyl.protocol.sbe.GroupSizeEncodingEncoder;

/**
 * Writes what follows the fixed part of a message, and refuses what a reader would refuse. Owned by
 * one encoder.
 */
final class MessageWriter {
  private static final int SHORT_TEXT_LENGTH = Byte.BYTES;
  private static final int LONG_TEXT_LENGTH = Short.BYTES;

  private final GroupSizeEncodingEncoder groupSize = new GroupSizeEncodingEncoder();
  private final MutableDirectBuffer buffer;
  private int position;

  MessageWriter(MutableDirectBuffer buffer) {
    this.buffer = buffer;
  }

  void position(int position) {
    this.position = position;
  }

  /** Where the next byte goes. */
  int position() {
    return position;
  }

  /**
   * Makes room for {@code length} bytes.
   *
   * @return where they start
   * @throws IllegalArgumentException if the message outgrows the buffer
   */
  int take(int length) {
    if (length > buffer.capacity() - position) {
      throw new IllegalArgumentException(
          "message longer than " + buffer.capacity() + " bytes: too much text");
    }
    int start = position;
    position += length;
    return start;
  }

  void shortText(String name, Text text, int mostCharacters) {
    int length = text.length();
    checkText(name, text.bytes(), length, mostCharacters);
    int start = take(SHORT_TEXT_LENGTH + length);
    buffer.putByte(start, (byte) length);
    buffer.putBytes(start + SHORT_TEXT_LENGTH, text.bytes(), 0, length);
  }

  void longText(String name, Text text, int mostCharacters) {
    longText(name, text.bytes(), text.length(), mostCharacters);
  }

  void longText(String name, String text, int mostCharacters) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    longText(name, bytes, bytes.length, mostCharacters);
  }

  private void longText(String name, byte[] bytes, int length, int mostCharacters) {
    checkText(name, bytes, length, mostCharacters);
    int start = take(LONG_TEXT_LENGTH + length);
    buffer.putShort(start, (short) length, ByteOrder.LITTLE_ENDIAN);
    buffer.putBytes(start + LONG_TEXT_LENGTH, bytes, 0, length);
  }

  private static void checkText(String name, byte[] bytes, int length, int mostCharacters) {
    int characters = Utf8.characters(bytes, length);
    if (characters == Utf8.ILL_FORMED) {
      throw new IllegalArgumentException(name + " is not well-formed text");
    }
    if (characters > mostCharacters) {
      throw new IllegalArgumentException(
          name + " has " + characters + " characters, at most " + mostCharacters + " are allowed");
    }
  }

  /** The head of a group. */
  void group(String name, int count, int most, int blockLength) {
    if (count > most) {
      throw new IllegalArgumentException(count + " " + name + ", at most " + most + " are allowed");
    }
    groupSize.wrap(buffer, take(GroupSizeEncodingEncoder.ENCODED_LENGTH));
    groupSize.blockLength(blockLength).numInGroup(count);
  }

  void int32(int value) {
    buffer.putInt(take(Integer.BYTES), value, ByteOrder.LITTLE_ENDIAN);
  }

  void int64(long value) {
    buffer.putLong(take(Long.BYTES), value, ByteOrder.LITTLE_ENDIAN);
  }
}
