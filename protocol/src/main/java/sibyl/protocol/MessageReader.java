package sibyl.protocol;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.Text;
import sibyl.protocol.sbe.FlagCode;
import sibyl.protocol.sbe.GroupSizeEncodingDecoder;
import sibyl.protocol.sbe.MessageHeaderDecoder;

/**
 * Walks through one message and vouches for every step: no byte outside of it is touched, whatever
 * the bytes say. Anything wrong ends the walk with {@link MalformedMessage}. Owned by one decoder.
 */
final class MessageReader {
  private static final int SHORT_TEXT_LENGTH = Byte.BYTES;
  private static final int LONG_TEXT_LENGTH = Short.BYTES;

  /** Most bytes of a character in UTF-8. */
  private static final int BYTES_PER_CHARACTER = 4;

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final GroupSizeEncodingDecoder groupSize = new GroupSizeEncodingDecoder();
  private final MalformedMessage malformed = new MalformedMessage();
  private final byte[] scratch = new byte[BYTES_PER_CHARACTER * longestText()];
  private DirectBuffer buffer = new UnsafeBuffer(0, 0);
  private int position;
  private int end;

  private static int longestText() {
    return Math.max(
        Math.max(TextLimits.DESCRIPTION_MAX, TextLimits.RULES_MAX),
        Math.max(TextLimits.EVIDENCE_MAX, TextLimits.CHALLENGE_MAX));
  }

  /** Turns to a message of {@code length} bytes; all other methods speak about it. */
  void wrap(DirectBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    position = offset;
    end = offset;
    if (offset < 0 || length < 0 || length > buffer.capacity() - offset) {
      throw malformed(Defect.TRUNCATED);
    }
    end = offset + length;
  }

  /** Reads the header before the message and says which message it is. */
  int templateId() {
    header.wrap(buffer, take(MessageHeaderDecoder.ENCODED_LENGTH));
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      throw malformed(Defect.OTHER_SCHEMA);
    }
    if (header.version() != MessageHeaderDecoder.SCHEMA_VERSION) {
      throw malformed(Defect.OTHER_VERSION);
    }
    return header.templateId();
  }

  /**
   * Steps over the fixed part of the message.
   *
   * @return where it starts
   */
  int block(int blockLength) {
    if (header.blockLength() != blockLength) {
      throw malformed(Defect.WRONG_BLOCK_LENGTH);
    }
    return take(blockLength);
  }

  /**
   * Steps over the head of a group.
   *
   * @return how many entries follow
   */
  int group(int most, int blockLength) {
    groupSize.wrap(buffer, take(GroupSizeEncodingDecoder.ENCODED_LENGTH));
    if (groupSize.blockLength() != blockLength) {
      throw malformed(Defect.WRONG_BLOCK_LENGTH);
    }
    if (groupSize.numInGroup() > most) {
      throw malformed(Defect.TOO_MANY_ENTRIES);
    }
    return groupSize.numInGroup();
  }

  /**
   * Steps over {@code length} bytes.
   *
   * @return where they start
   */
  int take(int length) {
    if (length > end - position) {
      throw malformed(Defect.TRUNCATED);
    }
    int start = position;
    position += length;
    return start;
  }

  int position() {
    return position;
  }

  int unsignedShort() {
    return buffer.getShort(take(LONG_TEXT_LENGTH), ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }

  int int32() {
    return buffer.getInt(take(Integer.BYTES), ByteOrder.LITTLE_ENDIAN);
  }

  long int64() {
    return buffer.getLong(take(Long.BYTES), ByteOrder.LITTLE_ENDIAN);
  }

  /** A text after one byte of length. */
  void shortText(Text text, int mostCharacters) {
    into(text, buffer.getByte(take(SHORT_TEXT_LENGTH)) & 0xFF, mostCharacters);
  }

  /** A text after two bytes of length. */
  void longText(Text text, int mostCharacters) {
    into(text, unsignedShort(), mostCharacters);
  }

  private void into(Text text, int length, int mostCharacters) {
    if (length > text.capacity()) {
      throw malformed(Defect.TEXT_TOO_LONG);
    }
    buffer.getBytes(take(length), text.bytes(), 0, length);
    checkText(text.bytes(), length, mostCharacters);
    text.length(length);
  }

  /** A text after two bytes of length. */
  String longText(int mostCharacters) {
    int length = unsignedShort();
    if (length > BYTES_PER_CHARACTER * mostCharacters) {
      throw malformed(Defect.TEXT_TOO_LONG);
    }
    buffer.getBytes(take(length), scratch, 0, length);
    checkText(scratch, length, mostCharacters);
    return new String(scratch, 0, length, StandardCharsets.UTF_8);
  }

  private void checkText(byte[] bytes, int length, int mostCharacters) {
    int characters = Utf8.characters(bytes, length);
    if (characters == Utf8.ILL_FORMED) {
      throw malformed(Defect.ILL_FORMED_TEXT);
    }
    if (characters > mostCharacters) {
      throw malformed(Defect.TEXT_TOO_LONG);
    }
  }

  /** The value that {@code code} stands for. */
  <V extends Enum<V>> V value(WireCode<V, ?> codes, int code) {
    @Nullable V value = codes.valueOf(code);
    if (value == null) {
      throw malformed(Defect.UNKNOWN_CODE);
    }
    return value;
  }

  boolean flag(int code) {
    if (code == FlagCode.YES.value()) {
      return true;
    }
    if (code == FlagCode.NO.value()) {
      return false;
    }
    throw malformed(Defect.UNKNOWN_CODE);
  }

  /** Asserts that a set of flags has only those of {@code known}. */
  void onlyFlags(int flags, int known) {
    if ((flags & ~known) != 0) {
      throw malformed(Defect.UNKNOWN_FLAG);
    }
  }

  /** Asserts that the message has been read to its end. */
  void end() {
    if (position != end) {
      throw malformed(Defect.TRAILING_BYTES);
    }
  }

  MalformedMessage malformed(Defect defect) {
    return malformed.of(defect, position);
  }
}
