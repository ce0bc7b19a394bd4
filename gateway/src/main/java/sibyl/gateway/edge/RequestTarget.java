package sibyl.gateway.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a request asks for: a path with perhaps a query, in UTF-8, percent-encoded. */
final class RequestTarget {
  private static final int HEX = 16;

  private RequestTarget() {}

  /** What is wrong with a target, or null. */
  static @Nullable String fault(String target) {
    if (!target.startsWith("/")) {
      return "Ask for a path that begins with a slash; this server is no proxy.";
    }
    if (target.indexOf('#') >= 0 || target.indexOf('\\') >= 0) {
      return "Percent-encode # and \\ in a path or query.";
    }
    return isEncoded(target)
        ? null
        : "Write percent-encoded bytes as % and two hexadecimal digits, together UTF-8 without NUL.";
  }

  /** Whether all percent-encoded bytes are, and are UTF-8. */
  private static boolean isEncoded(String target) {
    if (target.indexOf('%') < 0) {
      return true;
    }
    byte[] bytes = new byte[target.length()];
    int length = 0;
    for (int at = 0; at < target.length(); at++) {
      char next = target.charAt(at);
      if (next != '%') {
        bytes[length++] = (byte) next;
        continue;
      }
      int high = at + 2 < target.length() ? Character.digit(target.charAt(at + 1), HEX) : -1;
      int low = at + 2 < target.length() ? Character.digit(target.charAt(at + 2), HEX) : -1;
      if (high < 0 || low < 0 || high + low == 0) {
        return false;
      }
      bytes[length++] = (byte) (high * HEX + low);
      at += 2;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
