package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Intruder;
import sibyl.systemtests.people.Intruder.Answer;
import sibyl.systemtests.program.Sibyl;

/**
 * Secrets nobody else has are sent to every route that takes a body, rightly and wrongly; then all
 * that the program says and keeps is searched for them.
 */
@Timeout(300)
class CanaryIT {
  private static final String PASSWORD = "canary-password-qz81";
  private static final String STAFF_PASSWORD = "canary-staff-qz82-password";
  private static final String PAN = "QWXPZ9182K";
  private static final String BANK_ACCOUNT = "98237465981273";
  private static final String UPI = "canary.qz83@okbank";
  private static final String PHONE = "+919812345670";

  /** What is put into a field of this name, wherever the contract has one. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("password", PASSWORD),
          Map.entry("current_password", PASSWORD),
          Map.entry("new_password", PASSWORD),
          Map.entry("pan", PAN),
          Map.entry("pan_number", PAN),
          Map.entry("number", PAN),
          Map.entry("account_number", BANK_ACCOUNT),
          Map.entry("bank_account", BANK_ACCOUNT),
          Map.entry("bank_account_number", BANK_ACCOUNT),
          Map.entry("upi", UPI),
          Map.entry("upi_id", UPI));

  @Test
  void noSecretIsSaidOrKeptInTheClear(@TempDir Path directory) throws IOException {
    Path data = directory.resolve("data");
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("a password", PASSWORD);
    secrets.put("a password of staff", STAFF_PASSWORD);
    secrets.put("an identity number", PAN);
    secrets.put("a bank account", BANK_ACCOUNT);
    secrets.put("a payment address", UPI);
    List<String> leaks = new ArrayList<>();
    String code;
    String said;
    try (Sibyl sibyl = aSibyl().withData(data).start().awaitReady()) {
      Intruder visitor = new Intruder(sibyl.url());
      String session = visitor.signUp("canary");
      String key = visitor.key(session);
      String admin = visitor.staffToken();
      secrets.put("a session", session);
      secrets.put("an API key", key);
      secrets.put("a session of staff", admin);
      code = signInByPhone(visitor);
      makeStaff(visitor, admin);
      everyRoute(visitor, session, key, admin, secrets, leaks);
      said = visitor.at("/metrics").text();
      assertThat(said).contains("sibyl_http_request");
      said += sibyl.output() + sibyl.log();
      sibyl.stop();
      said += sibyl.output() + sibyl.log();
    }
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      if (said.contains(secret.getValue())) {
        leaks.add(secret.getKey() + " in the output, the log or the metrics");
      }
    }
    if (!code.isEmpty() && Pattern.compile("(?<!\\w)" + code + "(?!\\w)").matcher(said).find()) {
      leaks.add("a one-time code in the output, the log or the metrics");
    }
    leaks.addAll(kept(data, secrets));
    assertThat(leaks).isEmpty();
  }

  /** The code that was sent; empty where nobody signs in by phone. */
  private static String signInByPhone(Intruder visitor) {
    visitor.post("/auth/otp", "{\"phone\":\"" + PHONE + "\"}", Map.of());
    Answer sent =
        visitor.send("GET", "/dev/messages?phone=" + Intruder.encoded(PHONE), null, Map.of());
    var found = Pattern.compile("\\b\\d{6}\\b").matcher(sent.text());
    assertThat(found.find()).as(sent.text()).isTrue();
    String code = found.group();
    String verify = "{\"phone\":\"%s\",\"code\":\"%s\"}";
    assertThat(visitor.post("/auth/otp/verify", verify.formatted(PHONE, code), Map.of()).status())
        .isEqualTo(200);
    Answer again = visitor.post("/auth/otp/verify", verify.formatted(PHONE, code), Map.of());
    assertThat(again.status()).isGreaterThanOrEqualTo(400);
    assertThat(again.text()).doesNotContain(code);
    return code;
  }

  private static void makeStaff(Intruder visitor, String admin) {
    Answer made =
        visitor.post(
            "/admin/staff",
            "{\"username\":\"canary-staff\",\"password\":\""
                + STAFF_PASSWORD
                + "\",\"roles\":[\"auditor\"]}",
            Map.of("Cookie", "sibyl_staff=" + admin));
    assertThat(made.status()).isEqualTo(201);
    assertThat(
            visitor
                .post(
                    "/admin/auth/login",
                    "{\"username\":\"canary-staff\",\"password\":\"" + STAFF_PASSWORD + "\"}",
                    Map.of())
                .status())
        .isEqualTo(200);
  }

  /** As the contract shows it, cut short, and with a field too many; by everybody. */
  private static void everyRoute(
      Intruder visitor,
      String session,
      String key,
      String admin,
      Map<String, String> secrets,
      List<String> leaks)
      throws IOException {
    JsonNode paths = visitor.document().path("paths");
    List<Map<String, String>> callers =
        List.of(
            Map.of(),
            Map.of("Cookie", "sibyl_session=" + session),
            Map.of("Authorization", "Bearer " + key),
            Map.of("Cookie", "sibyl_staff=" + admin));
    int tried = 0;
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String id = operation.getValue().path("operationId").asText();
        JsonNode media = operation.getValue().at("/requestBody/content/application~1json");
        // Signing out would end what the rest needs, halting would stop it.
        if (media.isMissingNode() || id.equals("setExchange")) {
          continue;
        }
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        String address = path.getKey().replaceAll("\\{[^}]+}", "1");
        String good = body(media, secrets.get("an API key"));
        for (Map<String, String> caller : callers) {
          for (String body :
              List.of(
                  good,
                  good.substring(0, good.length() - 1),
                  good.replaceFirst("}$", ",\"canary\":\"" + PASSWORD + "\"}"),
                  "{\"" + PASSWORD + "\":\"" + PAN + "\"}")) {
            Answer answer = visitor.send(method, address, body, caller);
            tried++;
            if (answer.status() >= 400) {
              check(secrets, method + " " + address + " " + answer.status(), answer.text(), leaks);
            }
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(200);
  }

  private static void check(
      Map<String, String> secrets, String where, String text, List<String> leaks) {
    secrets.forEach(
        (what, secret) -> {
          // Of a field nobody knows its name is told, whatever that is.
          String unnamed = text.replace("field '" + PASSWORD + "'", "").replace("/" + PASSWORD, "");
          if (unnamed.contains(secret)) {
            leaks.add(what + " in the answer of " + where + ": " + text);
          }
        });
  }

  private static String body(JsonNode media, String key) {
    JsonNode example = media.path("example");
    if (example.isMissingNode()) {
      JsonNode first = media.path("examples");
      example = first.isEmpty() ? example : first.iterator().next().path("value");
    }
    JsonNode filled = example.deepCopy();
    fill(filled);
    return filled.isMissingNode() ? "{\"secret\":\"" + key + "\"}" : filled.toString();
  }

  private static void fill(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyStream().map(Map.Entry::getKey).toList()) {
        String canary = FIELDS.get(name);
        if (canary != null && object.path(name).isTextual()) {
          object.put(name, canary);
        } else {
          fill(object.path(name));
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(CanaryIT::fill);
    }
  }

  /** Everything on the disk: tables, write-ahead log, command log, journal, logs. */
  private static List<String> kept(Path data, Map<String, String> secrets) throws IOException {
    List<String> leaks = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        secrets.forEach(
            (what, secret) -> {
              if (bytes.contains(secret)) {
                leaks.add(what + " in " + data.relativize(file));
              }
            });
      }
    }
    return leaks;
  }
}
