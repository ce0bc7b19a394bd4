package sibyl.systemtests.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request before it is bytes. Whatever is spoiled in it, its end can be found: the lengths that
 * frame it are computed when it is written, so the server never has a reason to wait for more.
 */
final class RawRequest {
  private static final int SHOWN_BYTES_MAX = 1_500;

  String method;
  String target;
  String version = "HTTP/1.1";
  final List<String> headers = new ArrayList<>();
  byte[] body = new byte[0];

  /** Whether the body is sent in chunks instead of with a length. */
  boolean chunked;

  /** Whether the connection cannot be used again, whatever the answer says. */
  boolean spoilsConnection;

  RawRequest(String method, String target) {
    this.method = method;
    this.target = target;
  }

  byte[] bytes(String host) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, method + " " + target + " " + version);
    line(out, "Host: " + host);
    headers.forEach(header -> line(out, header));
    if (chunked) {
      line(out, "Transfer-Encoding: chunked");
    } else if (body.length > 0 || !method.equals("GET")) {
      line(out, "Content-Length: " + body.length);
    }
    line(out, "");
    if (chunked && body.length > 0) {
      line(out, Integer.toHexString(body.length));
      out.writeBytes(body);
      line(out, "");
    }
    if (chunked) {
      line(out, "0");
      line(out, "");
    } else {
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    out.write('\r');
    out.write('\n');
  }

  /** As it is sent, with what cannot be printed escaped. */
  String shown(String host) {
    StringBuilder text = new StringBuilder();
    byte[] bytes = bytes(host);
    for (int i = 0; i < Math.min(bytes.length, SHOWN_BYTES_MAX); i++) {
      int b = bytes[i] & 0xff;
      if (b == '\n' || (b >= ' ' && b < 0x7f)) {
        text.append((char) b);
      } else if (b != '\r') {
        text.append("\\x%02x".formatted(b));
      }
    }
    return text + (bytes.length > SHOWN_BYTES_MAX ? "… (" + bytes.length + " bytes)" : "");
  }
}
