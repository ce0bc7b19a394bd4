package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void everyCharacterOfUnicodeIsOne() {
    for (int character = 1; character <= Character.MAX_CODE_POINT; character++) {
      boolean surrogate =
          character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      if (!surrogate) {
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        if (Utf8.characters(bytes, bytes.length) != 1) {
          throw new AssertionError("U+" + Integer.toHexString(character));
        }
      }
    }
  }

  @Test
  void nulIsIllFormed() {
    assertThat(Utf8.characters(new byte[] {'a', 0}, 2)).isEqualTo(Utf8.ILL_FORMED);
  }

  @Test
  void characterThatIsCutOffIsIllFormed() {
    byte[] grin = "\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < grin.length; length++) {
      assertThat(Utf8.characters(grin, length)).isEqualTo(Utf8.ILL_FORMED);
    }
  }

  @Test
  void judgesAsThePlatformDoes() {
    Random random = new Random(4);
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      for (int at = 0; at < bytes.length; at++) {
        // Mostly bytes that begin or go on with a character of several, at the edges of the rules.
        bytes[at] =
            (byte) (random.nextBoolean() ? 0x80 + random.nextInt(64) : 0xBF + random.nextInt(60));
      }
      int expected = platform(bytes);
      if (Utf8.characters(bytes, bytes.length) != expected) {
        throw new AssertionError(Arrays.toString(bytes) + " has " + expected + " characters");
      }
    }
  }

  private static int platform(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? Utf8.ILL_FORMED : text.codePointCount(0, text.length());
    } catch (CharacterCodingException illFormed) {
      return Utf8.ILL_FORMED;
    }
  }
}
