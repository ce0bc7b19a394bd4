package sibyl.protocol;

import java.util.Random;

/** Values of all kinds, extremes often; the same for the same seed. */
final class RandomValues extends Values {
  private static final long[] EXTREMES = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 255};

  /** First code points of blocks whose UTF-8 has one, two, three and four bytes. */
  private static final int[] CHARACTERS = {1, 'a', 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0x20AC, 0xD7FF};

  private static final int[] MORE_CHARACTERS = {0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  @Override
  long number(String name) {
    return switch (random.nextInt(3)) {
      case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
      case 1 -> random.nextInt(100_000);
      default -> random.nextLong();
    };
  }

  @Override
  int smallNumber(String name) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
      case 1 -> random.nextInt(10_000);
      default -> random.nextInt();
    };
  }

  @Override
  boolean flag(String name) {
    return random.nextBoolean();
  }

  @Override
  Object choice(String name, Object[] values, boolean optional) {
    return optional && random.nextBoolean() ? null : values[random.nextInt(values.length)];
  }

  @Override
  String text(String name, int most) {
    // Long texts are capped so that even an event with many markets fits into a command.
    int length =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> Math.min(most, 200);
          default -> random.nextInt(Math.min(most, 40) + 1);
        };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          random.nextBoolean()
              ? CHARACTERS[random.nextInt(CHARACTERS.length)]
              : MORE_CHARACTERS[random.nextInt(MORE_CHARACTERS.length)]);
    }
    return text.toString();
  }

  @Override
  int entries() {
    return random.nextInt(9);
  }
}
