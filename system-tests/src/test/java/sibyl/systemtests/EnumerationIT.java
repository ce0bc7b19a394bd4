package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Intruder;
import sibyl.systemtests.people.Intruder.Answer;
import sibyl.systemtests.program.Sibyl;

/**
 * Whether the clock tells who is known here. A known and an unknown name are tried by turns,
 * hundreds of times, so that whatever else the machine does slows both alike, and the medians are
 * compared: far apart enough to be told from noise, yet nearer than a query or a hash takes.
 */
@Timeout(300)
class EnumerationIT {
  private static final int PAIRS = 200;

  /** The first pairs warm the program up. */
  private static final int UNCOUNTED = 20;

  /** Failures of one name that are not refused yet. */
  private static final int TRIES_OF_A_NAME = 8;

  private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");

  @AutoClose private static Sibyl sibyl;
  private static Intruder intruder;
  private static int addresses;

  @BeforeAll
  static void start(@TempDir Path directory) {
    sibyl =
        aSibyl()
            .running("up", "--dev", "--http-proxies", "127.0.0.1")
            .withData(directory.resolve("data"))
            .start()
            .awaitReady();
    intruder = new Intruder(sibyl.url());
  }

  @Test
  void noClockTellsWhichNamesHaveAPassword() {
    for (int i = 0; i <= PAIRS / TRIES_OF_A_NAME; i++) {
      intruder.signUp("known-" + i);
    }
    IntFunction<String> rest =
        i -> "-%d\",\"password\":\"a guess of many\"}".formatted(i / TRIES_OF_A_NAME);
    compare(
        "a wrong password",
        401,
        "/auth/login",
        i -> "{\"username\":\"known" + rest.apply(i),
        i -> "{\"username\":\"other" + rest.apply(i));
  }

  @Test
  void noClockTellsWhichNumbersHaveJoined() {
    for (int i = 0; i < PAIRS; i++) {
      join(known(i));
      assertThat(ask(unknown(i)).status()).isEqualTo(202);
    }
    // That a number was sent a code lately does show, for half a minute.
    assertThat(ask(unknown(PAIRS)).status()).isEqualTo(202);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> ask(unknown(PAIRS)).status() == 202);
    compare(
        "asking for a code",
        202,
        "/auth/otp",
        i -> "{\"phone\":\"%s\"}".formatted(known(i)),
        i -> "{\"phone\":\"%s\"}".formatted(unknown(i)));
    compare(
        "a wrong code",
        401,
        "/auth/otp/verify",
        i -> "{\"phone\":\"%s\",\"code\":\"no code\"}".formatted(known(i)),
        i -> "{\"phone\":\"%s\",\"code\":\"no code\"}".formatted(unknown(i)));
  }

  private static void compare(
      String what, int status, String path, IntFunction<String> known, IntFunction<String> other) {
    long[] knownNs = new long[PAIRS];
    long[] otherNs = new long[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      // Whoever comes second finds everything a little warmer.
      boolean knownFirst = i % 2 == 0;
      long first = time(status, path, (knownFirst ? known : other).apply(i));
      long second = time(status, path, (knownFirst ? other : known).apply(i));
      knownNs[i] = knownFirst ? first : second;
      otherNs[i] = knownFirst ? second : first;
    }
    long knownMedianNs = median(knownNs);
    long otherMedianNs = median(otherNs);
    System.out.printf(
        "%s: known %d us, unknown %d us%n", what, knownMedianNs / 1_000, otherMedianNs / 1_000);
    assertThat((double) Math.max(knownMedianNs, otherMedianNs))
        .as("%s: known %d ns, unknown %d ns", what, knownMedianNs, otherMedianNs)
        .isLessThan(1.4 * Math.min(knownMedianNs, otherMedianNs));
  }

  private static long time(int status, String path, String body) {
    Map<String, String> from = fromElsewhere();
    long startNs = System.nanoTime();
    Answer answer = intruder.post(path, body, from);
    long tookNs = System.nanoTime() - startNs;
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return tookNs;
  }

  private static long median(long[] all) {
    long[] counted = Arrays.copyOfRange(all, UNCOUNTED, all.length);
    Arrays.sort(counted);
    return counted[counted.length / 2];
  }

  /** Everybody comes from an address of their own, as far as the program is told. */
  private static Map<String, String> fromElsewhere() {
    addresses++;
    return Map.of("X-Forwarded-For", "10.7.%d.%d".formatted(addresses / 250, addresses % 250));
  }

  private static String known(int i) {
    return "+9198765%05d".formatted(2 * i);
  }

  private static String unknown(int i) {
    return "+9198765%05d".formatted(2 * i + 1);
  }

  private static Answer ask(String phone) {
    return intruder.post("/auth/otp", "{\"phone\":\"%s\"}".formatted(phone), fromElsewhere());
  }

  private static void join(String phone) {
    assertThat(ask(phone).status()).isEqualTo(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> CODE.matcher(messages(phone)).find());
    Matcher code = CODE.matcher(messages(phone));
    assertThat(code.find()).isTrue();
    Answer joined =
        intruder.post(
            "/auth/otp/verify",
            "{\"phone\":\"%s\",\"code\":\"%s\"}".formatted(phone, code.group(1)),
            fromElsewhere());
    assertThat(joined.status()).as(joined.text()).isEqualTo(200);
  }

  private static String messages(String phone) {
    return intruder
        .send("GET", "/dev/messages?phone=" + Intruder.encoded(phone), null, fromElsewhere())
        .text();
  }
}
