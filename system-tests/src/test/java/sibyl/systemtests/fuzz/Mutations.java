package sibyl.systemtests.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ways to spoil a request: in its JSON, in the bytes of its body, and as HTTP. */
final class Mutations {
  /** JSON values as text, most of which belong nowhere. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "-1",
          "1e0",
          "1e-1",
          "1E400",
          "1e-400",
          "1e999999999",
          "2.9999999999999999999",
          "9223372036854775807",
          "9223372036854775808",
          "123456789012345678901234567890123456789012345678901234567890",
          "0.0000000000000000000000001",
          "NaN",
          "Infinity",
          "-Infinity",
          "+1",
          ".5",
          "5.",
          "01",
          "0x10",
          "\"\"",
          "\" \"",
          "\"1e-1\"",
          "\"+0.5\"",
          "\".5\"",
          "\"5.\"",
          "\"-0.5\"",
          "\"00064\"",
          "\"\u0664\"",
          "\"\uff11\"",
          "\"NaN\"",
          "\"Infinity\"",
          "\"1e999999999\"",
          "\"99999999999999999999999999999\"",
          "\"999999999999999\"",
          "\"0.0000000001\"",
          "\"9223372036854775807\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\u202eabc\"",
          "\"\u2618\u2618\"",
          "\"yes\"",
          "\"buy\"",
          "\"2026-02-30T00:00:00Z\"",
          "\"9999999-01-01T00:00:00Z\"",
          "\"1969-12-31T23:59:59.999Z\"",
          "\"'; drop table people; --\"",
          "\"" + "x".repeat(5_000) + "\"",
          "\"" + "\u00df".repeat(36) + "\"",
          "[]",
          "{}",
          "[[[[[[[[1]]]]]]]]",
          "{\"a\":{\"a\":{\"a\":1}}}",
          "[".repeat(2_000) + "]".repeat(2_000),
          "'single'",
          "undefined");

  private static final List<String> TARGET_PIECES =
      List.of(
          "%",
          "%0",
          "%00",
          "%2F",
          "%2f..",
          "%c0%ae",
          "%ff",
          "%u0041",
          "//",
          "/.",
          "/..",
          "/./",
          ";a=1",
          "\\",
          "?",
          "??",
          "&",
          "#",
          "{",
          "}",
          "|",
          "^",
          "\"",
          "<",
          "\t",
          " ",
          "\u00e9",
          "*",
          "@",
          ":",
          "%E2%80%AE",
          "+",
          "%2B",
          "%20");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO", "get");

  private static final List<String> HEADERS =
      List.of(
          "Idempotency-Key: k",
          "Idempotency-Key: ",
          "Idempotency-Key: \u00ff\u00fe",
          "X-Idempotency-Key: other",
          "Sibyl-Account: 00064",
          "Sibyl-Account: x",
          "Content-Encoding: gzip",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Type: multipart/form-data",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: ;;;",
          "Accept: text/html",
          "Accept: */*;q=x",
          "Accept-Encoding: br;q=9",
          "Range: bytes=0-1",
          "Expect: 100-continue",
          "Expect: the best",
          "If-Match: \"x\"",
          "If-Modified-Since: yesterday",
          "X-HTTP-Method-Override: DELETE",
          "Cookie: =; sibyl_session=; ;;",
          "Cookie: sibyl_session=\u00ff",
          "Authorization: Bearer",
          "Authorization: Bearer \u00ff",
          "Authorization: Basic OjpAOg==",
          "Origin: null",
          "Origin: http://[",
          "Forwarded: for=\"[",
          "X-Forwarded-For: ,,,x",
          "X-Request-Id: " + "x".repeat(500),
          "traceparent: 00-zz",
          "Host: other.example",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "Connection: Upgrade, HTTP2-Settings",
          "HTTP2-Settings: ~~~",
          "Sec-WebSocket-Key: x",
          "Sec-WebSocket-Version: 99",
          "no colon here",
          " folded: line",
          ": no name",
          "Bad Name: x",
          "X-Long: " + "y".repeat(30_000),
          "Trailer: X",
          "TE: gzip");

  private static final List<byte[]> PIECES =
      List.of(
          new byte[] {(byte) 0xc0, (byte) 0xaf},
          new byte[] {(byte) 0xc1, (byte) 0xbf},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xff},
          new byte[] {0},
          new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
          "/* a comment */".getBytes(StandardCharsets.UTF_8),
          "// a comment\n".getBytes(StandardCharsets.UTF_8),
          ",".getBytes(StandardCharsets.UTF_8),
          "}".getBytes(StandardCharsets.UTF_8),
          "{\"a\":".getBytes(StandardCharsets.UTF_8),
          "\\u12".getBytes(StandardCharsets.UTF_8));

  private static final List<Charset> OTHER_CHARSETS =
      List.of(
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_32,
          StandardCharsets.UTF_32BE,
          StandardCharsets.ISO_8859_1);

  private static final String MARK = "\"@spoiled@\"";

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** The body with one or two of its values replaced, removed, doubled or added. */
  byte[] spoiledJson(ObjectNode body) {
    String text = body.toString();
    for (int i = random.nextInt(2); i >= 0; i--) {
      text = spoiledOnce(body).replace(MARK, value());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String spoiledOnce(ObjectNode body) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(body, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(6)) {
      case 0 -> object.remove(name);
      case 1 -> object.put(name + "x", "@spoiled@");
      case 2 -> {
        object.put(name, "@spoiled@");
        String text = body.toString();
        int end = text.lastIndexOf('}');
        return text.substring(0, end) + ",\"" + name + "\":1" + text.substring(end);
      }
      case 3 -> object.set(name, object.arrayNode().add(object.deepCopy()));
      default -> object.put(name, "@spoiled@");
    }
    return body.toString();
  }

  private static void collect(JsonNode node, List<ObjectNode> into) {
    if (node instanceof ObjectNode object) {
      into.add(object);
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        collect(member.getValue(), into);
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> collect(item, into));
    }
  }

  private String value() {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  /** The body's bytes with some of them changed. */
  byte[] spoiledBytes(byte[] body) {
    if (body.length == 0) {
      return PIECES.get(random.nextInt(PIECES.size()));
    }
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
      case 1 -> {
        byte[] changed = body.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 2 ->
          new String(body, StandardCharsets.UTF_8)
              .getBytes(OTHER_CHARSETS.get(random.nextInt(OTHER_CHARSETS.size())));
      case 3 -> with(body, body.length, PIECES.get(random.nextInt(PIECES.size())));
      case 4 -> with(body, 0, PIECES.get(random.nextInt(PIECES.size())));
      default -> with(body, random.nextInt(body.length), PIECES.get(random.nextInt(PIECES.size())));
    };
  }

  private static byte[] with(byte[] body, int at, byte[] piece) {
    byte[] longer = Arrays.copyOf(body, body.length + piece.length);
    System.arraycopy(body, at, longer, at + piece.length, body.length - at);
    System.arraycopy(piece, 0, longer, at, piece.length);
    return longer;
  }

  /** Spoils the request line, a header or the framing. */
  void spoilHttp(RawRequest request) {
    request.spoilsConnection = true;
    switch (random.nextInt(10)) {
      case 0 -> request.method = METHODS.get(random.nextInt(METHODS.size()));
      case 1, 2 -> request.target = spoiledTarget(request.target);
      case 3 -> request.target += (request.target.contains("?") ? "&" : "?") + query();
      case 4 -> {
        request.chunked = true;
        if (random.nextInt(3) == 0) {
          request.headers.add("Content-Length: 5");
        }
      }
      case 5 ->
          request.headers.add(
              List.of(
                      "Transfer-Encoding: gzip",
                      "Transfer-Encoding: chunked, identity",
                      "Transfer-Encoding: xchunked",
                      "Content-Length: 0",
                      "Content-Length: -1",
                      "Content-Length: +0",
                      "Content-Length: 0, 0",
                      "Content-Length: 99999999999999999999",
                      "Content-Length: x")
                  .get(random.nextInt(9)));
      case 6 ->
          request.version =
              List.of("HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTP/1.1", "http/1.1", "")
                  .get(random.nextInt(7));
      default -> request.headers.add(HEADERS.get(random.nextInt(HEADERS.size())));
    }
  }

  private String spoiledTarget(String target) {
    String piece = TARGET_PIECES.get(random.nextInt(TARGET_PIECES.size()));
    return switch (random.nextInt(6)) {
      case 0 -> target + piece;
      case 1 -> target + "/";
      case 2 -> target.substring(0, target.lastIndexOf('/') + 1) + piece;
      case 3 -> target + "x".repeat(random.nextInt(6_000));
      case 4 ->
          List.of("*", "", "/", "x", "http://other.example/", "//", "/%").get(random.nextInt(7));
      default -> {
        int at = 1 + random.nextInt(target.length());
        yield target.substring(0, at) + piece + target.substring(at);
      }
    };
  }

  private String query() {
    return List.of(
            "unknown=1",
            "limit=0",
            "limit=-1",
            "limit=1e1",
            "limit=%2B5",
            "limit=99999999999999999999",
            "limit=1&limit=2",
            "limit",
            "=",
            "=1",
            "cursor=x",
            "cursor=%00",
            "cursor=LTE",
            "cursor=OTIyMzM3MjAzNjg1NDc3NTgwOA",
            "cursor=" + "A".repeat(2_000),
            "min_seq=-1",
            "min_seq=99999999999999999999",
            "min_seq=0",
            "q=%ff",
            "q=%",
            "market_id=00001",
            "market_id=%D9%A1",
            "depth=0",
            "%00=%00",
            "status=open;market_id=1")
        .get(random.nextInt(25));
  }
}
