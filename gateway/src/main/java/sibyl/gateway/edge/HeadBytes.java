package sibyl.gateway.edge;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of request heads as they come, for what a parser would tidy up and the next
 * one on the way would not: lines that do not end in CR LF, folded headers, blanks where none
 * belong, control characters.
 */
final class HeadBytes {
  private static final int SPACES_OF_A_REQUEST_LINE = 2;
  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final byte TAB = '\t';
  private static final byte SPACE = ' ';
  private static final byte DELETE = 0x7F;

  private boolean inRequestLine;
  private boolean begun;
  private int spaces;
  private byte previous;
  private @Nullable String fault;

  HeadBytes() {
    restart();
  }

  /** Another head follows. */
  void restart() {
    inRequestLine = true;
    begun = false;
    spaces = 0;
    previous = LF;
    fault = null;
  }

  /** Whether something of the head has come. */
  boolean isBegun() {
    return begun;
  }

  /** What is wrong with what has come, or null. */
  @Nullable String fault() {
    return fault;
  }

  void look(ByteBuf in, int from, int to) {
    for (int at = from; at < to && fault == null; at++) {
      look(in.getByte(at));
    }
  }

  private void look(byte next) {
    boolean lineStarts = previous == LF;
    if (previous == CR != (next == LF)) {
      fault = "End every line of the head with CR LF, and use neither character elsewhere.";
    } else if (lineStarts && (next == SPACE || next == TAB)) {
      fault = "Begin no line of the head with a blank; headers must not be folded.";
    } else if ((next >= 0 && next < SPACE && next != CR && next != LF && next != TAB)
        || next == DELETE) {
      fault = "Use no control characters in the head.";
    } else if (inRequestLine && (next < 0 || next == TAB)) {
      fault = "Write the request line in visible ASCII characters, percent-encoded where needed.";
    }
    if (inRequestLine) {
      spaces += next == SPACE ? 1 : 0;
      // Empty lines before a request are skipped.
      boolean emptyLine = lineStarts && next == CR || next == LF && !begun;
      begun |= !emptyLine;
      if (begun && next == LF) {
        inRequestLine = false;
        if (fault == null && spaces != SPACES_OF_A_REQUEST_LINE) {
          fault = "Write the request line as method, one space, path, one space, HTTP/1.1.";
        }
      }
    }
    previous = next;
  }
}
