package sibyl.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a text on the wire must be. */
final class Utf8 {
  static final int ILL_FORMED = -1;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /**
   * Counts the characters (code points) of a text.
   *
   * @return {@link #ILL_FORMED} if it is not well-formed UTF-8 (table 3-7 of the Unicode standard)
   *     or has U+0000, which PostgreSQL cannot store
   */
  static int characters(byte[] bytes, int length) {
    int ascii = ascii(bytes, length);
    int characters = ascii;
    int i = ascii;
    while (i < length) {
      int first = bytes[i];
      int size = first > 0 ? 1 : multibyte(bytes, i, length);
      if (size == 0) {
        return ILL_FORMED;
      }
      i += size;
      characters++;
    }
    return characters;
  }

  /**
   * How many bytes at the beginning are ASCII, found eight at a time; never more than there are.
   */
  private static int ascii(byte[] bytes, int length) {
    int i = 0;
    while (i + Long.BYTES <= length) {
      long eight = (long) EIGHT.get(bytes, i);
      if (((eight | eight - ONES) & HIGH_BITS) != 0) { // one of them is 0, or not ASCII
        break;
      }
      i += Long.BYTES;
    }
    return i;
  }

  /** The size of the character at {@code i}, which is not ASCII; 0 if it is ill-formed. */
  private static int multibyte(byte[] bytes, int i, int length) {
    int first = bytes[i] & 0xFF;
    int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || size > length - i) {
      return 0;
    }
    // Second bytes that would make an overlong form, a surrogate, or more than U+10FFFF.
    int second = bytes[i + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int next = 2; next < size; next++) {
      if ((bytes[i + next] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
