package sibyl.protocol;

import java.util.Random;

/** Damages a message a little, in the ways wires and people do. */
final class Mutation {
  private static final byte[] TELLING = {
    0, 1, 2, 3, 8, 0x7F, (byte) 0x80, (byte) 0xC3, (byte) 0xFF
  };

  private Mutation() {}

  /**
   * Mutates the first {@code length} bytes in place.
   *
   * @return the length of the message afterwards
   */
  static int apply(byte[] bytes, int length, Random random) {
    int mutated = length;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(Math.max(1, mutated));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
        case 3 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
        case 4 -> mutated = random.nextInt(mutated + 1);
        default -> {
          int other = random.nextInt(Math.max(1, mutated));
          int size = Math.min(random.nextInt(8), mutated - Math.max(at, other));
          System.arraycopy(bytes, at, bytes, other, Math.max(0, size));
        }
      }
    }
    return mutated;
  }
}
