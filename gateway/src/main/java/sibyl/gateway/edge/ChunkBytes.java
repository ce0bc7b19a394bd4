package sibyl.gateway.edge;

import io.netty.buffer.ByteBuf;

/**
 * Looks at the bytes of a body in chunks as they come: a chunk begins with its size in hexadecimal
 * digits and nothing else. Extensions are allowed by the standard and used by none but those who
 * want two servers to disagree about them.
 */
final class ChunkBytes {
  private static final int HEX = 16;
  private static final int DIGITS_MAX = 8;
  private static final int CR_LF = 2;

  private int digits;
  private long size;
  private long toSkip;
  private boolean atEnd;
  private boolean wrong;

  /** Another body follows. */
  void restart() {
    digits = 0;
    size = 0;
    toSkip = 0;
    atEnd = false;
    wrong = false;
  }

  /** Whether what has come is no body in chunks. */
  boolean isWrong() {
    return wrong;
  }

  void look(ByteBuf in, int from, int to) {
    for (int at = from; at < to && !wrong && !atEnd; ) {
      if (toSkip > 0) {
        long skipped = Math.min(toSkip, to - at);
        toSkip -= skipped;
        at += (int) skipped;
      } else {
        look(in.getByte(at++));
      }
    }
  }

  private void look(byte next) {
    int digit = Character.digit(next, HEX);
    if (digit >= 0 && digits < DIGITS_MAX) {
      digits++;
      size = size * HEX + digit;
    } else if (digits > 0 && next == '\r') {
      // Behind the last chunk are trailers, which are read as headers are, and ignored.
      atEnd = size == 0;
      toSkip = 1 + size + CR_LF;
      size = 0;
      digits = 0;
    } else {
      wrong = true;
    }
  }
}
