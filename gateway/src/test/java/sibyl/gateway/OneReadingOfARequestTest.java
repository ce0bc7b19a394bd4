package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import sibyl.gateway.fixture.RawConnection;
import sibyl.gateway.fixture.TestGateway;

/**
 * What a proxy in front could read in another way than this server is refused, and nothing behind
 * it on the connection is read, so that no request can be smuggled past either.
 */
class OneReadingOfARequestTest {
  private static final String SMUGGLED = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String POST = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  static final List<String> UNREADABLE =
      List.of(
          // How long the body is.
          POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
          POST + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
          POST + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
          POST + "Content-Length: 0, 0\r\n\r\n",
          POST + "Content-Length: +0\r\n\r\n",
          POST + "Content-Length: -1\r\n\r\n",
          POST + "Content-Length: 0x0\r\n\r\n",
          POST + "Content-Length: \r\n\r\n",
          POST + "Content-Length: 0 0\r\n\r\n",
          POST + "Content-Length: 99999999999999999999\r\n\r\n",
          POST + "Transfer-Encoding: gzip\r\n\r\n",
          POST + "Transfer-Encoding: identity\r\n\r\n",
          POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: xchunked\r\n\r\n",
          POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: \u0000chunked\r\n\r\n0\r\n\r\n",
          POST.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          // How headers are parted.
          POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
          POST + "Content-Length : 0\r\n\r\n",
          POST + " Content-Length: 0\r\n\r\n",
          POST + "X: a\r\n Transfer-Encoding: chunked\r\n\r\n",
          POST + "X: a\r\n\tb\r\n\r\n",
          "POST /api/v1/auth/login HTTP/1.1\r\n Host: localhost\r\n\r\n",
          POST + "X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          POST + "X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          POST + "X: a\r\r\nY: b\r\n\r\n",
          POST + "X: a\u0000b\r\n\r\n",
          POST + "X\u0000: b\r\n\r\n",
          POST + "X: a\u0007b\r\n\r\n",
          POST + "no colon\r\n\r\n",
          POST + ": no name\r\n\r\n",
          POST + "a b: c\r\n\r\n",
          POST + "(a): c\r\n\r\n",
          POST.replace("\r\n", "\n") + "\n",
          // What is asked for, and of whom.
          "GET http://localhost/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET http://evil.example/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live HTTP/1.1\r\n\r\n",
          "GET /health/live HTTP/1.0\r\n\r\n",
          "GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
          "GET /health/live HTTP/1.1\r\nHost: localhost\r\nhost: evil.example\r\n\r\n",
          "GET  /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live  HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live HTTP/1.1 \r\nHost: localhost\r\n\r\n",
          " GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET\t/health/live\tHTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live\r\nHost: localhost\r\n\r\n",
          "GET /health/live HTTP/1.2\r\nHost: localhost\r\n\r\n",
          "GET /health/live HTTP/0.9\r\nHost: localhost\r\n\r\n",
          "GET /health/live HTTP/2.0\r\nHost: localhost\r\n\r\n",
          "GET /health/live FTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live http/1.1\r\nHost: localhost\r\n\r\n",
          "get /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "G\u0000ET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/l\u00efve HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health/live#part HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /health\\live HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          // Percent-encodings.
          "GET /% HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%4 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%-1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%c0%af HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%ed%a0%80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /api/v1/events?q=% HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /api/v1/events?q=%e0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /api/v1/events?%=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");

  /** The head is right, and what comes as the body is not. */
  static final List<String> UNREADABLE_BODIES =
      List.of(
          "5;a\nb\r\nabcde\r\n0\r\n\r\n",
          "5;a=b\r\nabcde\r\n0\r\n\r\n",
          "5 5\r\nabcde\r\n0\r\n\r\n",
          "05 \r\nabcde\r\n0\r\n\r\n",
          "5\r\nabcde\r\n0;a\r\n\r\n",
          "x\r\nabcde\r\n0\r\n\r\n",
          "-5\r\nabcde\r\n0\r\n\r\n",
          "0x5\r\nabcde\r\n0\r\n\r\n",
          "5\nabcde\r\n0\r\n\r\n",
          "5\r\nabcdefgh0\r\n\r\n",
          "fffffffffffffffff\r\nabcde\r\n0\r\n\r\n");

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @FieldSource("UNREADABLE")
  void whatCanBeReadInTwoWaysIsRefusedAndNothingBehindItIsRead(String request) {
    try (RawConnection connection = new RawConnection(gateway)) {
      String read = connection.send(request + SMUGGLED).toTheEnd();
      assertThat(RawConnection.statuses(read)).containsExactly(400);
      assertThat(read)
          .contains("application/problem+json", "\"code\":\"malformed\"")
          .containsIgnoringCase("\r\nconnection: close")
          .containsIgnoringCase("\r\nx-content-type-options: nosniff");
    }
  }

  @ParameterizedTest
  @FieldSource("UNREADABLE")
  void theSameInPiecesIsRefusedToo(String request) {
    try (RawConnection connection = new RawConnection(gateway)) {
      for (int i = 0; i < request.length(); i++) {
        connection.send(request.substring(i, i + 1));
      }
      assertThat(RawConnection.statuses(connection.send(SMUGGLED).toTheEnd())).containsExactly(400);
    }
  }

  @ParameterizedTest
  @FieldSource("UNREADABLE_BODIES")
  void aBodyInWrongChunksIsNoRequestEither(String body) {
    try (RawConnection connection = new RawConnection(gateway)) {
      String head = POST + JSON + "Transfer-Encoding: chunked\r\n\r\n";
      String read = connection.send(head + body + SMUGGLED).toTheEnd();
      // Where the answer would be is not sure any more, so the connection may just be closed.
      assertThat(RawConnection.statuses(read)).isSubsetOf(400).hasSizeLessThan(2);
    }
  }

  @Test
  void requestsOneBehindTheOtherAreEachAnswered() {
    try (RawConnection connection = new RawConnection(gateway)) {
      String login = "{\"username\":\"ada\",\"password\":\"wrong horse\"}";
      connection.send(
          "\r\n"
              + SMUGGLED
              + POST
              + JSON
              + "Content-Length: "
              + login.length()
              + "\r\n\r\n"
              + login
              + POST
              + JSON
              + "Transfer-Encoding: Chunked\r\n\r\n"
              + Integer.toHexString(login.length())
              + "\r\n"
              + login
              + "\r\n0\r\n\r\n"
              + "GET /api/v1/events?q=%C3%A9%2F HTTP/1.0\r\nHost: LOCALHOST:80\r\nX:\t b\u00e9 \r\n\r\n");
      String read = connection.toTheEnd();
      assertThat(RawConnection.statuses(read)).as(read).containsExactly(200, 401, 401, 200);
    }
  }

  @Test
  void headsTooLargeAreRefused() {
    try (RawConnection connection = new RawConnection(gateway)) {
      String line = "GET /" + "a".repeat(8_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      assertThat(RawConnection.statuses(connection.send(line).toTheEnd())).containsExactly(414);
    }
    try (RawConnection connection = new RawConnection(gateway)) {
      String header = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(40_000) + "\r\n\r\n";
      assertThat(RawConnection.statuses(connection.send(header).toTheEnd())).containsExactly(431);
    }
  }

  @Test
  void noOtherProtocolIsSpoken() {
    try (RawConnection connection = new RawConnection(gateway)) {
      connection.send(
          String.join(
              "\r\n",
              "GET /health/live HTTP/1.1",
              "Host: localhost",
              "Connection: Upgrade, HTTP2-Settings",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
              "",
              ""));
      assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
    }
  }
}
