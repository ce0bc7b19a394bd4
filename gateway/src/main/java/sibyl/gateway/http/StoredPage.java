package sibyl.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A page that stays the same while the program runs: encoded and compressed once, and not sent
 * again to clients that have it (RFC 9110, sections 8.8.3 and 13.1.2).
 */
public final class StoredPage {
  private static final String CACHE_CONTROL = "public, max-age=300";
  private static final Pattern REFUSES_GZIP = Pattern.compile("q=0(\\.0{0,3})?");
  private static final int TAG_BYTES = 12;
  private static final int NOT_MODIFIED = 304;

  private final String type;
  private final Buffer plain;
  private final Buffer compressed;
  private final String tag;

  public StoredPage(String type, String text) {
    this.type = type;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    plain = Buffer.buffer(bytes);
    compressed = Buffer.buffer(gzip(bytes));
    tag = tag(bytes);
  }

  public void send(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean gzip = takesGzip(request.headers().getAll("Accept-Encoding"));
    String etag = '"' + tag + (gzip ? "-gzip" : "") + '"';
    HttpServerResponse response =
        context
            .response()
            .putHeader("Cache-Control", CACHE_CONTROL)
            .putHeader("Vary", "Accept-Encoding")
            .putHeader("ETag", etag);
    if (matches(request.headers().getAll("If-None-Match"), etag)) {
      response.setStatusCode(NOT_MODIFIED).end();
      return;
    }
    response.putHeader("Content-Type", type);
    if (gzip) {
      response.putHeader("Content-Encoding", "gzip");
    }
    response.end(gzip ? compressed : plain);
  }

  private static boolean takesGzip(List<String> accepted) {
    return accepted.stream()
        .flatMap(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split(",")))
        .map(coding -> coding.replace(" ", "").split(";", 2))
        .anyMatch(
            coding ->
                coding[0].equals("gzip")
                    && (coding.length == 1 || !REFUSES_GZIP.matcher(coding[1]).matches()));
  }

  private static boolean matches(List<String> known, String etag) {
    return known.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(etag) || one.equals("W/" + etag));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new LinkageError("every Java has SHA-256", impossible);
    }
  }
}
