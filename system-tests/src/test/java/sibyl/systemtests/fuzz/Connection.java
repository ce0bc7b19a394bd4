package sibyl.systemtests.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection that sends whatever bytes it is given. Used by one thread. */
final class Connection implements AutoCloseable {
  private static final int CONNECT_MS_MAX = 10_000;

  private final URI exchange;
  private final Duration patience;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  /**
   * @param patience how long an answer may take
   */
  Connection(URI exchange, Duration patience) {
    this.exchange = exchange;
    this.patience = patience;
  }

  String host() {
    return exchange.getHost() + ":" + exchange.getPort();
  }

  /**
   * Sends a request and reads its answer. A kept connection that the server has closed meanwhile is
   * opened again, once.
   *
   * @throws IOException if no whole answer came in time
   */
  RawAnswer exchange(RawRequest request) throws IOException {
    boolean kept = socket != null && !request.spoilsConnection;
    if (!kept) {
      open();
    }
    try {
      return exchangeOnce(request);
    } catch (IOException e) {
      close();
      if (!kept || e instanceof java.net.SocketTimeoutException) {
        throw e;
      }
      open();
      return exchangeOnce(request);
    }
  }

  private RawAnswer exchangeOnce(RawRequest request) throws IOException {
    Socket open = socket;
    InputStream from = in;
    if (open == null || from == null) {
      throw new IOException("not open");
    }
    byte[] bytes = request.bytes(host());
    IOException cut = null;
    try {
      open.getOutputStream().write(bytes);
      open.getOutputStream().flush();
    } catch (IOException e) {
      cut = e; // A refusal may have come before all was sent.
    }
    RawAnswer answer;
    try {
      answer = read(from, request.method.equals("HEAD"));
    } catch (IOException e) {
      if (cut != null) {
        e.addSuppressed(cut);
      }
      throw e;
    }
    if (cut != null || request.spoilsConnection || answer.closes()) {
      close();
    }
    return answer;
  }

  private void open() throws IOException {
    close();
    Socket opened = new Socket();
    opened.setSoTimeout((int) patience.toMillis());
    opened.setTcpNoDelay(true);
    opened.connect(new InetSocketAddress(exchange.getHost(), exchange.getPort()), CONNECT_MS_MAX);
    socket = opened;
    in = new BufferedInputStream(opened.getInputStream());
  }

  private static RawAnswer read(InputStream in, boolean headOnly) throws IOException {
    String statusLine = line(in);
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[0-9]{3}")) {
      throw new IOException("not an answer: " + statusLine);
    }
    int status = Integer.parseInt(parts[1]);
    Map<String, String> headers = new HashMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
    }
    if (status == 100) {
      return read(in, headOnly);
    }
    boolean none = headOnly || status == 101 || status == 204 || status == 304;
    return new RawAnswer(
        status, headers, none ? "" : new String(body(in, headers), StandardCharsets.UTF_8));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = size(in); size > 0; size = size(in)) {
        all.writeBytes(exactly(in, size));
        line(in);
      }
      line(in);
      return all.toByteArray();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer's body ends too early");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException(
            line.size() == 0 ? "closed without an answer" : "closed within an answer");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is closed either way.
      }
    }
  }
}
